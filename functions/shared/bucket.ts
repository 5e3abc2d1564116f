import { type Bucket, createBucket } from "../../lib/storage/bucket.ts";
import { createStorageClient } from "../../lib/storage/client.ts";
import { readVariable } from "./environment.ts";
import { storageEndpoint } from "./storage-endpoint.ts";

let built: Bucket | undefined;

/** The bucket of photos, built once. Apart from the dependencies of all, since its client is half of what loads. */
export const photoBucket = (): Bucket => {
  built ??= createBucket(createStorageClient(storageEndpoint()), readVariable("BUCKET_NAME"));
  return built;
};
