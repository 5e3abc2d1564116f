import { type Bucket, createBucket } from "../../lib/storage/bucket.ts";
import { readVariable } from "./environment.ts";
import { storageEndpoint } from "./storage-endpoint.ts";

let built: Bucket | undefined;

/** The bucket of photos, built once. Apart from the dependencies of all, since its client is half of what loads. */
export const photoBucket = (): Bucket => {
  built ??= createBucket(readVariable("BUCKET_NAME"), storageEndpoint());
  return built;
};
