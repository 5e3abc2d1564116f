import { localEndpoint } from "../../lib/aws/place.ts";
import type { Places } from "../../lib/photos/storage.ts";
import { type Bucket, createBucket } from "../../lib/storage/bucket.ts";
import { createStorageClient } from "../../lib/storage/client.ts";
import { readVariable } from "./environment.ts";

let built: Bucket | undefined;

/** The bucket of photos, built once. Apart from the dependencies of all, since its client is half of what loads. */
export const photoBucket = (): Bucket => {
  built ??= createBucket(createStorageClient(localEndpoint("s3")), readVariable("BUCKET_NAME"));
  return built;
};

/** Where the bytes of photos are. */
export const photoPlaces = (): Places => ({
  bucket: photoBucket(),
  uploadsPrefix: readVariable("UPLOADS_PREFIX"),
  renditionsPrefix: readVariable("RENDITIONS_PREFIX"),
});
