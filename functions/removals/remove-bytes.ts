import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { removeBytes } from "../../lib/photos/removal.ts";
import type { Bucket } from "../../lib/storage/bucket.ts";
import type { Item } from "../../lib/table/write.ts";
import { logRecordFailure } from "../shared/log.ts";

const remove = async (bucket: Bucket, { dynamodb }: DynamoDBRecord): Promise<void> => {
  if (!dynamodb?.OldImage) throw new TypeError("A stream record without an image");
  await removeBytes(bucket, unmarshall(dynamodb.OldImage as Parameters<typeof unmarshall>[0]) as Item);
};

/** Deletes the bytes of photos whose records are gone. What failed is reported, and comes again with all behind it. */
export const createRemoveBytes =
  (bucket: () => Bucket, log: typeof logRecordFailure = logRecordFailure) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    for (const record of event.Records.filter(({ eventName }) => eventName === "REMOVE")) {
      const identifier = record.dynamodb?.SequenceNumber ?? "";
      await remove(bucket(), record).catch((error: unknown) => {
        log(identifier, error);
        failed.push(identifier);
      });
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
