import { errorTypeRegistries } from "@aws-sdk/client-dynamodb";
import { AwsJson1_0Protocol } from "@aws-sdk/core/protocols";
import { DynamoDBJsonCodec2 } from "@aws-sdk/dynamodb-codec";
import { createJsonClient } from "../aws/json-client.ts";
import { resolveEndpoint, type ServiceEndpoint } from "../aws/service-endpoint.ts";
import type { TableCommand } from "./commands.ts";
import { connectionTimeout, requestTimeout, sdkAttempts } from "./retry.ts";

/** What all access to the table goes through. */
export type TableClient = { send<Output>(command: TableCommand<object, Output>): Promise<Output> };

const service = "dynamodb";

/** The SDK itself has no request timeout. */
export const createTableClient = (place: ServiceEndpoint = resolveEndpoint(service)): TableClient => {
  const call = createJsonClient(
    {
      service,
      protocol: new AwsJson1_0Protocol({
        defaultNamespace: "com.amazonaws.dynamodb",
        serviceTarget: "DynamoDB_20120810",
        errorTypeRegistries,
        jsonCodec: new DynamoDBJsonCodec2(),
      }),
      maxAttempts: sdkAttempts,
      // `requestTimeout` alone only warns.
      requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true },
    },
    place,
  );
  return { send: (command) => command.sendBy(call) };
};
