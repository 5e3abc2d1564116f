import { errorTypeRegistries } from "@aws-sdk/client-dynamodb";
import { AwsJson1_0Protocol } from "@aws-sdk/core/protocols";
import { DynamoDBJsonCodec2 } from "@aws-sdk/dynamodb-codec";
import { createJsonClient } from "../aws/json-client.ts";
import { resolveEndpoint, type ServiceEndpoint } from "../aws/service-endpoint.ts";
import type { TableCommand } from "./commands.ts";
import { connectionTimeout, requestTimeout, sdkAttempts } from "./retry.ts";

/** Sends commands to DynamoDB. */
export type TableClient = { send<Output>(command: TableCommand<object, Output>): Promise<Output> };

const service = "dynamodb";

/** A client with timeouts: the SDK has none by default. */
export const createTableClient = (serviceEndpoint: ServiceEndpoint = resolveEndpoint(service)): TableClient => {
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
    serviceEndpoint,
  );
  return { send: (command) => command.sendBy(call) };
};
