import type { Machine } from "./machine.ts";
import type { ObjectStore } from "./objects/settings.ts";
import { callForEvent, defaultRetries } from "./pumps/object-events.ts";

/** Makes the planned buckets, and lets their notifications call their functions. */
export function connectBuckets(machine: Machine, objects: ObjectStore, report: (message: string) => void): void {
  for (const { notifications, ...bucket } of machine.buckets.values()) {
    objects.addBucket(bucket);
    for (const { prefix, suffix, functionArn } of notifications) {
      const target = machine.functions.find(functionArn);
      const retries = machine.asynchronous.get(target.arn) ?? defaultRetries;
      objects.onCreated(bucket.name, prefix, suffix, (event) =>
        callForEvent(target, event, retries, machine.queues, report),
      );
    }
  }
}
