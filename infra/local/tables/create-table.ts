import { isDeepStrictEqual } from "node:util";
import {
  type AttributeDefinition,
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ResourceNotFoundException,
  type StreamViewType,
  type TableDescription,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";

/** Properties of `AWS::DynamoDB::Table` that say what the table is; the rest of them matter only in AWS. */
export type TableProperties = {
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: AttributeDefinition[];
  GlobalSecondaryIndexes?: GlobalSecondaryIndex[];
  StreamSpecification?: { StreamViewType: StreamViewType };
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean };
};

/**
 * Makes the table unless it is there; its description says the ARN of the stream.
 * @throws Error when the one that is there has other keys, indexes or stream images.
 */
export const ensureTable = async (
  client: DynamoDBClient,
  name: string,
  properties: TableProperties,
): Promise<TableDescription> => {
  const existing = await describe(client, name);
  if (existing) return unchanged(existing, properties);
  const { StreamSpecification: stream, TimeToLiveSpecification: expiry, GlobalSecondaryIndexes: indexes } = properties;
  await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      ...(indexes && { GlobalSecondaryIndexes: indexes }),
      ...(stream && { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }),
    }),
  );
  if (expiry) await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: expiry }));
  const made = await describe(client, name);
  if (!made) throw new Error(`Table ${name} is not there after it was made`);
  return made;
};

const unchanged = (existing: TableDescription, properties: TableProperties): TableDescription => {
  const shapeOf = (table: Pick<TableDescription, "KeySchema"> & Pick<TableProperties, "GlobalSecondaryIndexes">) => ({
    keys: table.KeySchema,
    indexes: (table.GlobalSecondaryIndexes ?? [])
      .map(({ IndexName, KeySchema, Projection }) => [IndexName, KeySchema, Projection?.ProjectionType])
      .sort(([one], [other]) => String(one).localeCompare(String(other))),
  });
  const isSame =
    isDeepStrictEqual(shapeOf(existing as TableProperties), shapeOf(properties)) &&
    existing.StreamSpecification?.StreamViewType === properties.StreamSpecification?.StreamViewType;
  if (isSame) return existing;
  throw new Error(
    "The table kept in the state folder has other keys, indexes or stream images than the template. " +
      "Set DANGBO_STATE to another folder, or remove this one with all that is recorded in it.",
  );
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};
