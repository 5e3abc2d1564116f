import { randomUUID } from "node:crypto";
import type { PumpSettings } from "./settings.ts";
import type { StreamRecord } from "./stream-record.ts";

/**
 * What Lambda tells a failure queue of a stream, with the records themselves: the stream does not keep them here.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const failureMessage = (
  { target, streamArn }: PumpSettings,
  shardId: string,
  records: readonly StreamRecord[],
  tries: number,
) => ({
  requestContext: {
    requestId: randomUUID(),
    functionArn: target.arn,
    condition: "RetryAttemptsExhausted",
    approximateInvokeCount: tries,
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
