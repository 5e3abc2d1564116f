import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { AsynchronousSettings } from "../pollers/settings.ts";
import type { QueueFolder } from "../queues/queue-folder.ts";
import type { LocalFunction } from "./function-pool.ts";

/** Milliseconds before each retry; Lambda waits one minute, then two. */
const pauses = [1_000, 2_000];

/** The settings of a function for which the template has none. */
export const defaultAsynchronousSettings: AsynchronousSettings = { retries: 2 };

type AsynchronousContext = {
  settings: AsynchronousSettings;
  queues: Pick<QueueFolder, "send">;
  log: (message: string) => void;
};

/** Invokes a function as Lambda does asynchronously: with retries, then the failure queue. Resolves after either. */
export const invokeAsynchronously = async (
  target: LocalFunction,
  event: object,
  { settings: { retries, failureQueue }, queues, log }: AsynchronousContext,
): Promise<void> => {
  for (let retried = 0; retried <= retries; retried += 1) {
    if (retried > 0) await wait(pauses[retried - 1] ?? 2_000);
    if ("result" in (await target.invoke(event))) return;
  }
  log(`${target.name}: an event failed after ${retries + 1} attempts`);
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
};
