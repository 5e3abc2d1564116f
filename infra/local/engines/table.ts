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

/** Makes the table unless it is there; its description says the ARN of the stream. */
export async function makeTable(
  client: DynamoDBClient,
  name: string,
  properties: TableProperties,
): Promise<TableDescription> {
  const existing = await describe(client, name);
  if (existing) return existing;
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
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
