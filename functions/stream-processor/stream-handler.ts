import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { ItemImages } from "../../lib/changes/record-change.ts";
import { instantOf } from "../../lib/shared/days.ts";
import type { Item } from "../../lib/table/write.ts";
import { logRecordFailure } from "../shared/log.ts";

/** Processes stream records, idempotently, and reports those that failed. */
export type StreamConsumer = (
  records: readonly DynamoDBRecord[],
  fail: (record: DynamoDBRecord, error: unknown) => void,
) => Promise<void>;

const numberOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? "";

/** The handler of a stream: every consumer gets every record, also when another one fails. Failed records are redelivered. */
export const createStreamHandler =
  (consumers: readonly StreamConsumer[], log: typeof logRecordFailure = logRecordFailure) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed = new Set<string>();
    const fail = (record: DynamoDBRecord, error: unknown) => {
      log(numberOf(record), error);
      failed.add(numberOf(record));
    };
    for (const consume of consumers)
      await consume(event.Records, fail).catch((error: unknown) => {
        for (const record of event.Records) fail(record, error);
      });
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };

type Marshalled = Parameters<typeof unmarshall>[0];

const itemOf = (image: unknown) => (image ? (unmarshall(image as Marshalled) as Item) : undefined);

/** The item before and after the write of a stream record. */
export const imagesOf = ({ dynamodb }: DynamoDBRecord): ItemImages => ({
  before: itemOf(dynamodb?.OldImage),
  after: itemOf(dynamodb?.NewImage),
  seenAt: instantOf((dynamodb?.ApproximateCreationDateTime ?? 0) * 1_000),
});
