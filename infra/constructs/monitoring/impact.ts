import type { FunctionName } from "../../../lib/contract/functions.ts";
import type { QueueName } from "../../../lib/contract/queues.ts";

/** What people notice when a function fails: the words of its alarms. Functions that only answer calls are in `ofCalls`. */
const ofWork: Partial<Record<FunctionName, string>> = {
  token: "Clients get no token, or tokens nobody can check: nobody can call the API",
  photoProcessor: "Photos that have arrived stay in processing and are not shown",
  objectCleanup: "Bytes of deleted photos stay in the bucket, and expired photos stay",
  streamProcessor: "Figures of superior committees, the change feed, the audit, events and webhooks fall behind",
  webhookDelivery: "Webhooks hear of changes late",
  erasureProcessor: "Personal data that was to be erased is still there",
  pages: "Readers do not see the public pages of events",
};
const ofCalls = (name: FunctionName) => `Callers of ${name} get errors instead of answers`;

export const impactOf = (name: FunctionName): string => ofWork[name] ?? ofCalls(name);

/** What a message in a queue of failures means, by the queue's id. */
const ofFailures: Readonly<Record<string, string>> = {
  PhotoProcessorDlq: "Photos are stuck in processing: their check failed three times. They expire after 14 days",
  ObjectCleanupDlq: "Bytes of deleted photos stay in the bucket; the stream forgets them after 24 hours",
  StreamProcessorDlq: "Figures and the change feed lack changes; the stream forgets them after 24 hours",
  WebhookDeliveryDlq: "A webhook waits for the next change before it hears of this one",
  ErasureProcessorDlq: "Personal data that was to be erased is still there, and nobody tries any more",
};

/** Throws for a queue whose failures nobody has said a word about. */
export const impactOfFailure = (queue: string): string => {
  const impact = ofFailures[queue];
  if (impact === undefined) throw new Error(`What does a message in ${queue} mean? Say it in impact.ts`);
  return impact;
};

/** What it means that messages wait long in a queue of work. */
export const impactOfWaiting: Readonly<Record<QueueName, string>> = {
  webhookDelivery: "Webhooks hear of changes late: more is to be delivered than is",
  erasureProcessor: "Personal data is erased late: erasures wait longer than they should",
};
