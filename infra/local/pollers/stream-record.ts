import { randomUUID } from "node:crypto";
import type { _Record } from "@aws-sdk/client-dynamodb-streams";
import type { StreamPollerSettings } from "./settings.ts";

/** A record as functions receive it: JSON, with numbers for times and Base64 for bytes. */
export type StreamRecord = {
  eventID: string;
  eventName: string;
  eventVersion: string;
  eventSource: "aws:dynamodb";
  awsRegion: string;
  eventSourceARN: string;
  dynamodb: Record<string, unknown> & { SequenceNumber: string };
};

/** Throws for a record without a sequence number, since its position could not be stored. */
export const toStreamRecord = (record: _Record, streamArn: string, region: string): StreamRecord => {
  const { SequenceNumber, ApproximateCreationDateTime, ...images } = record.dynamodb ?? {};
  if (SequenceNumber === undefined) throw new Error(`A record of ${streamArn} has no sequence number`);
  return {
    eventID: record.eventID ?? SequenceNumber,
    eventName: record.eventName ?? "MODIFY",
    eventVersion: record.eventVersion ?? "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN: streamArn,
    dynamodb: {
      ...(plain(images) as Record<string, unknown>),
      ApproximateCreationDateTime: (ApproximateCreationDateTime?.getTime() ?? 0) / 1000,
      SequenceNumber,
    },
  };
};

const plain = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
};

/**
 * The message that Lambda sends to the failure queue of a stream, with the records, which the local stream does not keep.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const failureMessage = (
  { target, streamArn }: Pick<StreamPollerSettings, "target" | "streamArn">,
  { shardId, records, attempts }: { shardId: string; records: readonly StreamRecord[]; attempts: number },
) => ({
  requestContext: {
    requestId: randomUUID(),
    functionArn: target.arn,
    condition: "RetryAttemptsExhausted",
    approximateInvokeCount: attempts,
  },
  version: "1.0",
  timestamp: new Date().toISOString(),
  DDBStreamBatchInfo: {
    shardId,
    startSequenceNumber: records.at(0)?.dynamodb.SequenceNumber,
    endSequenceNumber: records.at(-1)?.dynamodb.SequenceNumber,
    batchSize: records.length,
    streamArn,
  },
  payload: { Records: records },
});
