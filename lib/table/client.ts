import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { connectionTimeout, requestTimeout, sdkTries } from "./patience.ts";

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
    { marshallOptions: { removeUndefinedValues: true } },
  );
