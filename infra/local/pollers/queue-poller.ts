import { createHash, randomUUID } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import * as z from "zod/mini";
import { messageOf } from "../errors.ts";
import type { Outcome } from "../functions/execution-environment.ts";
import type { Message, WorkQueue } from "../queues/work-queue.ts";
import type { QueuePumpSettings } from "./settings.ts";

/** A message as a function gets it. */
export const toQueueRecord = (
  { id, body, sentAt, firstReceivedAt, received }: Message,
  queueArn: string,
  region: string,
): SQSRecord => ({
  messageId: id,
  // Nothing here is deleted by its handle: what the function reports decides.
  receiptHandle: randomUUID(),
  body,
  attributes: {
    ApproximateReceiveCount: String(received),
    SentTimestamp: String(sentAt),
    SenderId: "local",
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
  },
  messageAttributes: {},
  md5OfBody: createHash("md5").update(body).digest("hex"),
  eventSource: "aws:sqs",
  eventSourceARN: queueArn,
  awsRegion: region,
});

export type QueuePump = {
  /** Waits for what is under way; what waits is there at the next start. */
  stop(): Promise<void>;
};

type Surroundings = { queue: WorkQueue; region: string; report(message: string): void };

/** Milliseconds after a failure of the queue's own, and the longest sleep: the clock of the machine may be set. */
const afterFailure = 1_000;
const longestSleep = 60_000;

/**
 * Carries the messages of a queue to a function, at least once, several batches at a time. What the function does not say
 * is done comes again when the queue shows it again, until it is a dead letter.
 */
export function startQueuePump(settings: QueuePumpSettings, { queue, region, report }: Surroundings): QueuePump {
  const { name, queueArn, target, batchSize, concurrency, reportsItems } = settings;
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const deliver = async (batch: readonly Message[]) => {
    const outcome = await target.invoke({ Records: batch.map((message) => toQueueRecord(message, queueArn, region)) });
    for (const id of doneOf(batch, outcome, reportsItems)) queue.done(id);
  };

  const start = (batch: readonly Message[]) => {
    const context: Promise<void> = deliver(batch)
      .catch((error: unknown) => report(`${name}: ${messageOf(error)}`))
      .finally(() => {
        running.delete(context);
        pump();
      });
    running.add(context);
  };

  const handOut = (): number => {
    while (running.size < concurrency) {
      const batch = queue.receive(batchSize);
      if (batch.length === 0) return Math.min(longestSleep, queue.wait());
      start(batch);
    }
    // Whoever is done first goes on.
    return longestSleep;
  };

  const pump = () => {
    if (stopped) return;
    clearTimeout(timer);
    let sleep = afterFailure;
    try {
      sleep = handOut();
    } catch (error) {
      report(`${name}: ${messageOf(error)}`);
    }
    timer = setTimeout(pump, sleep);
  };

  queue.onArrival(pump);
  pump();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

const answer = z.object({
  batchItemFailures: z.optional(z.nullable(z.array(z.object({ itemIdentifier: z.string() })))),
});

/** The messages that need no more care. */
function doneOf(batch: readonly Message[], outcome: Outcome, reportsItems: boolean): string[] {
  if (!("result" in outcome)) return [];
  const ids = batch.map(({ id }) => id);
  if (!reportsItems || outcome.result === null) return ids;
  const { success, data } = z.safeParse(answer, outcome.result);
  if (!success) return [];
  const failed = (data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  // An id that is none of the batch's: Lambda takes all of it for failed.
  return failed.every((id) => ids.includes(id)) ? ids.filter((id) => !failed.includes(id)) : [];
}
