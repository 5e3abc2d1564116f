import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { deleteIfExpired, type ExpiryDependencies } from "../../lib/photos/expiry.ts";
import { deletePhotoBytes, type PhotoStorage } from "../../lib/photos/storage.ts";
import { keys } from "../../lib/table/keys.ts";
import { logRecordFailure } from "../shared/log.ts";

const photoPrefix = keys.photo("", "").sk;
const duePrefix = keys.photoDue("", "").sk;

/** Keys say all there is to know: which photo it was. */
const clear = async (clearing: PhotoStorage & ExpiryDependencies, { dynamodb }: DynamoDBRecord): Promise<void> => {
  const sk = dynamodb?.Keys?.sk?.S ?? "";
  if (sk.startsWith(photoPrefix)) await deletePhotoBytes(clearing, sk.slice(photoPrefix.length));
  else if (sk.startsWith(duePrefix)) await deleteIfExpired(clearing, sk.slice(duePrefix.length));
  else throw new TypeError("A stream record that is of no photo");
};

/**
 * Deletes the bytes of photos whose records are gone, and photos whose time has come. What failed is reported, and comes
 * again with all behind it.
 */
export const createObjectCleanup =
  (build: () => PhotoStorage & ExpiryDependencies, log: typeof logRecordFailure = logRecordFailure) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    for (const record of event.Records.filter(({ eventName }) => eventName === "REMOVE")) {
      const identifier = record.dynamodb?.SequenceNumber ?? "";
      await clear(build(), record).catch((error: unknown) => {
        log(identifier, error);
        failed.push(identifier);
      });
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
