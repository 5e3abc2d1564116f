import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/**
 * Milliseconds and tries of one call. Three tries of two seconds with their pauses stay under a function's 15 s
 * (`lib/contract/functions.ts`), that under the gateway's 30 s. The SDK itself has no request timeout.
 */
const connectionTimeout = 1_000;
const requestTimeout = 2_000;
const tries = 3;

/** The document client all table access goes through. Region, endpoint and credentials come from the environment. */
export const createDocumentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: tries,
      // `requestTimeout` alone only warns.
      requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
