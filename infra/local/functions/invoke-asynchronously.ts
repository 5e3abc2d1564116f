import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { AsynchronousSettings } from "../pollers/settings.ts";
import type { QueueFolder } from "../queues/queue-folder.ts";
import type { LocalFunction } from "./function-pool.ts";

/** Milliseconds before another try; Lambda waits a minute, then two. */
const pauses = [1_000, 2_000];

/** What an event gets when the template says nothing of the function's events. */
export const defaultRetries: AsynchronousSettings = { retries: 2 };

/**
 * Calls a function for an event, as Lambda does asynchronously: tried again, then handed to the failure queue.
 * Resolves once the event needs no more care.
 */
export async function callForEvent(
  target: LocalFunction,
  event: object,
  { retries, failureQueue }: AsynchronousSettings,
  queues: QueueFolder,
  report: (message: string) => void,
  pause: (milliseconds: number) => Promise<void> = wait,
): Promise<void> {
  for (let tried = 0; tried <= retries; tried += 1) {
    if (tried > 0) await pause(pauses[tried - 1] ?? 2_000);
    const outcome = await target.invoke(event);
    if ("result" in outcome) return;
  }
  report(`${target.name}: gave up an event after ${retries + 1} tries`);
  if (failureQueue === undefined) return;
  queues.send(failureQueue, {
    version: "1.0",
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: randomUUID(),
      functionArn: target.arn,
      condition: "RetriesExhausted",
      approximateInvokeCount: retries + 1,
    },
    requestPayload: event,
  });
}
