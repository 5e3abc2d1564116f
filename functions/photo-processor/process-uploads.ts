import type { S3Event } from "aws-lambda";
import { type PhotoProcessing, processUpload } from "../../lib/photos/processing.ts";

/** Keys in events are encoded as in a query: spaces as `+`. */
const keyOf = (encoded: string) => decodeURIComponent(encoded.replaceAll("+", " "));

/** Processes every object of an event. Lambda retries the complete event when one fails; processing is idempotent. */
export const createPhotoProcessor = (build: () => PhotoProcessing) => async (event: S3Event) => {
  const processing = build();
  for (const { s3 } of event.Records) {
    await processUpload(processing, { key: keyOf(s3.object.key), versionId: s3.object.versionId });
  }
};
