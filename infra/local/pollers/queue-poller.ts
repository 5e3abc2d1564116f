import { createHash, randomUUID } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import { messageOf } from "../errors.ts";
import type { InvocationResult } from "../functions/execution-environment.ts";
import { isRecursive } from "../functions/lineage.ts";
import type { QueueMessage, WorkQueue } from "../queues/work-queue.ts";
import { failedItems } from "./deliver-batch.ts";
import type { QueuePollerSettings } from "./settings.ts";

/** A message as functions receive it. */
const toQueueRecord = (message: QueueMessage, queueArn: string, region: string): SQSRecord => ({
  messageId: message.id,
  // Messages are deleted by the response of the function, not by their handle.
  receiptHandle: randomUUID(),
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: "local",
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  },
  messageAttributes: {},
  md5OfBody: createHash("md5").update(message.body).digest("hex"),
  eventSource: "aws:sqs",
  eventSourceARN: queueArn,
  awsRegion: region,
});

type QueuePollerContext = { queue: WorkQueue; region: string; log(message: string): void };

/** Milliseconds after an error of the queue. */
const pauseAfterError = 1_000;
/** Longest pause in milliseconds: the system clock may be changed. */
const longestPause = 60_000;

/**
 * Delivers the messages of a queue to a function at least once, several batches concurrently. Messages that the function
 * does not handle are delivered again after their visibility timeout, until they are dead letters.
 */
export const startQueuePoller = (settings: QueuePollerSettings, { queue, region, log }: QueuePollerContext) => {
  const { name, queueArn, target, batchSize, concurrency, reportsFailures } = settings;
  const running = new Set<Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  /** Lambda stops a loop: the messages are dead letters, or lost where the queue has none. */
  const dropRecursive = (batch: readonly QueueMessage[]): boolean => {
    if (target.allowsRecursion || !batch.some(({ lineage }) => isRecursive(lineage, target.arn))) return false;
    for (const { id } of batch)
      queue.reject(id, `${name}: a message was dropped, its chain invoked the function too often`);
    return true;
  };

  const deliver = async (batch: readonly QueueMessage[]) => {
    if (dropRecursive(batch)) return;
    const event = { Records: batch.map((message) => toQueueRecord(message, queueArn, region)) };
    const invoked = await target.invoke(
      event,
      batch.map(({ lineage }) => lineage),
    );
    for (const id of handledMessages(batch, invoked, reportsFailures)) queue.delete(id);
  };

  const start = (batch: readonly QueueMessage[]) => {
    const delivery: Promise<void> = deliver(batch)
      .catch((error: unknown) => log(`${name}: ${messageOf(error)}`))
      .finally(() => {
        running.delete(delivery);
        poll();
      });
    running.add(delivery);
  };

  /** Starts as many batches as possible; returns the milliseconds until the next poll. */
  const receive = (): number => {
    while (running.size < concurrency) {
      const batch = queue.receive(batchSize);
      if (batch.length === 0) return Math.min(longestPause, queue.nextVisibleIn());
      start(batch);
    }
    // The next batch to end polls again.
    return longestPause;
  };

  const poll = () => {
    if (stopped) return;
    clearTimeout(timer);
    let pause = pauseAfterError;
    try {
      pause = receive();
    } catch (error) {
      log(`${name}: ${messageOf(error)}`);
    }
    timer = setTimeout(poll, pause);
  };

  queue.onArrival(poll);
  poll();
  return {
    /** Waits for running batches; waiting messages stay for the next start. */
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
};

/** The ids of the handled messages; an id outside the batch fails the complete batch, as in Lambda. */
const handledMessages = (
  batch: readonly QueueMessage[],
  invoked: InvocationResult,
  reportsFailures: boolean,
): string[] => {
  const ids = batch.map(({ id }) => id);
  const failed = failedItems(invoked, reportsFailures);
  return failed?.every((id) => ids.includes(id)) ? ids.filter((id) => !failed.includes(id)) : [];
};
