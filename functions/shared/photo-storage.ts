import { localEndpoint } from "../../lib/aws/service-endpoint.ts";
import type { PhotoStorage } from "../../lib/photos/storage.ts";
import { type Bucket, createBucket } from "../../lib/storage/bucket.ts";
import { createStorageClient } from "../../lib/storage/client.ts";
import { readVariable } from "./environment.ts";
import { logDeletion } from "./log.ts";

let built: Bucket | undefined;

/** The bucket of photos, built once. Not part of `dependencies`: its client would double what every function loads. */
export const photoBucket = (): Bucket => {
  built ??= createBucket(createStorageClient(localEndpoint("s3")), readVariable("BUCKET_NAME"), ({ key }) =>
    logDeletion({ object: key }),
  );
  return built;
};

/** Bucket and key prefixes of photos. */
export const photoPlaces = (): PhotoStorage => ({
  bucket: photoBucket(),
  uploadsPrefix: readVariable("UPLOADS_PREFIX"),
  renditionsPrefix: readVariable("RENDITIONS_PREFIX"),
});
