import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { logRecordFailure } from "../shared/log.ts";

/** Does what follows from stream records, as often as it is told, and says of which it could not be done. */
export type StreamConsumer = (
  records: readonly DynamoDBRecord[],
  fail: (record: DynamoDBRecord, error: unknown) => void,
) => Promise<void>;

const numberOf = (record: DynamoDBRecord) => record.dynamodb?.SequenceNumber ?? "";

/**
 * The handler of a stream: every follower sees every record, and one that fails keeps none of the others from its work. What
 * failed is reported, and comes again with all behind it.
 */
export const createStreamHandler =
  (followers: readonly StreamConsumer[], log: typeof logRecordFailure = logRecordFailure) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed = new Set<string>();
    const fail = (record: DynamoDBRecord, error: unknown) => {
      log(numberOf(record), error);
      failed.add(numberOf(record));
    };
    for (const follow of followers)
      await follow(event.Records, fail).catch((error: unknown) => {
        for (const record of event.Records) fail(record, error);
      });
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
