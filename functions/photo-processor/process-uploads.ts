import type { S3Event } from "aws-lambda";
import { type PhotoProcessing, processUpload } from "../../lib/photos/processing.ts";

/** Keys in events are encoded as in a query: spaces as `+`. */
const keyOf = (encoded: string) => decodeURIComponent(encoded.replaceAll("+", " "));

/** Looks at every object of an event. S3 asks for another try of the whole event when one fails, which changes nothing for the rest. */
export const createPhotoProcessor = (build: () => PhotoProcessing) => async (event: S3Event) => {
  const arrivals = build();
  for (const { s3 } of event.Records) {
    await processUpload(arrivals, { key: keyOf(s3.object.key), versionId: s3.object.versionId });
  }
};
