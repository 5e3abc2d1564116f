import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { deleteIfExpired, type ExpiryDependencies } from "../../lib/photos/expiry.ts";
import { deletePhotoBytes, type PhotoStorage } from "../../lib/photos/storage.ts";
import { keys } from "../../lib/table/keys.ts";
import { logDeletion, logRecordFailure } from "../shared/log.ts";

const photoPrefix = keys.photo("", "").sk;
const duePrefix = keys.photoDue("", "").sk;

/** The key of the removed item contains the id of the photo. */
const cleanUp = async (cleanup: PhotoStorage & ExpiryDependencies, { dynamodb }: DynamoDBRecord): Promise<void> => {
  const sk = dynamodb?.Keys?.sk?.S ?? "";
  if (sk.startsWith(photoPrefix)) await deletePhotoBytes(cleanup, sk.slice(photoPrefix.length));
  else if (sk.startsWith(duePrefix)) await deleteExpired(cleanup, sk.slice(duePrefix.length));
  else throw new TypeError("The removed item is not of a photo");
};

const deleteExpired = async (cleanup: ExpiryDependencies, photoId: string): Promise<void> => {
  if (await deleteIfExpired(cleanup, photoId)) logDeletion({ expiredPhoto: photoId });
};

/**
 * Deletes the bytes of deleted photos, and photos that have expired. Failed records are reported, so that the stream retries
 * from the first of them.
 */
export const createObjectCleanup =
  (build: () => PhotoStorage & ExpiryDependencies, log: typeof logRecordFailure = logRecordFailure) =>
  async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failed: string[] = [];
    for (const record of event.Records.filter(({ eventName }) => eventName === "REMOVE")) {
      const identifier = record.dynamodb?.SequenceNumber ?? "";
      await cleanUp(build(), record).catch((error: unknown) => {
        log(identifier, error);
        failed.push(identifier);
      });
    }
    return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
  };
