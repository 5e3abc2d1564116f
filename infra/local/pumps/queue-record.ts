import { createHash, randomUUID } from "node:crypto";
import type { SQSRecord } from "aws-lambda";
import type { Message } from "../queues/work-queue.ts";

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
