import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { connectionTimeout, requestTimeout, sdkTries } from "./patience.ts";

/** A map is a map, also one that holds a `constructor`, which the SDK otherwise takes for an instance of a class. */
export const marshallOptions = { removeUndefinedValues: true, convertClassInstanceToMap: true } as const;

/**
 * The document client all table access goes through. Region, endpoint and credentials come from the environment. The SDK
 * itself has no request timeout.
 */
export const createDocumentClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      maxAttempts: sdkTries,
      // `requestTimeout` alone only warns.
      requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    }),
    { marshallOptions },
  );
