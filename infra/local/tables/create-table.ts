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

/** The properties of `AWS::DynamoDB::Table` that matter locally. */
export type TableProperties = {
  KeySchema: KeySchemaElement[];
  AttributeDefinitions: AttributeDefinition[];
  GlobalSecondaryIndexes?: GlobalSecondaryIndex[] | undefined;
  StreamSpecification?: { StreamViewType: StreamViewType } | undefined;
  TimeToLiveSpecification?: { AttributeName: string; Enabled: boolean } | undefined;
};

/**
 * Creates the table unless it exists; returns its description with the ARN of the stream.
 * @throws Error when the existing table has other keys, indexes or stream images.
 */
export const ensureTable = async (
  client: DynamoDBClient,
  name: string,
  properties: TableProperties,
): Promise<TableDescription> => {
  const existing = await describe(client, name);
  if (existing) return assertSame(existing, properties);
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
  const created = await describe(client, name);
  if (!created) throw new Error(`Table ${name} does not exist after it was created`);
  return created;
};

const assertSame = (existing: TableDescription, properties: TableProperties): TableDescription => {
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
    "The table in the state folder has other keys, indexes or stream images than the template. " +
      "Set DANGBO_STATE to another folder, or delete this one with all its records.",
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
