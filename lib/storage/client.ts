import { S3Client } from "@aws-sdk/client-s3";

/** Timeouts in milliseconds and attempts: together within the 60 s of functions that process events. */
const connectionTimeout = 1_000;
const requestTimeout = 5_000;
const tries = 3;

/**
 * The S3 client. Region and credentials come from the environment.
 * @param endpoint of S3, when not on AWS; buckets are then part of the path
 */
export const createStorageClient = (endpoint: string | undefined): S3Client =>
  new S3Client({
    maxAttempts: tries,
    // `requestTimeout` alone only warns.
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  });
