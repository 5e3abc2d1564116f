import { S3Client } from "@aws-sdk/client-s3";

/** Milliseconds of one call and how often it is tried: within the minute of the functions that react to events. */
const connectionTimeout = 1_000;
const requestTimeout = 5_000;
const tries = 3;

/**
 * The client all access to objects goes through. Region and credentials come from the environment.
 * @param endpoint where S3 is, when not on AWS; buckets are then part of the path
 */
export const createStorageClient = (endpoint: string | undefined): S3Client =>
  new S3Client({
    maxAttempts: tries,
    // `requestTimeout` alone only warns.
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  });
