import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { findDynoxide, startDynoxide } from "../local/engines/dynoxide.ts";
import { region } from "../local/place.ts";
import type { RawItem } from "./export-format.ts";

/** Milliseconds to wait for the engine's own writes. */
const busyLimit = 5_000;

/** The table of a state folder as it was at one moment. */
export type TableSnapshot = { tableArn: string; items: AsyncIterable<RawItem>; close(): Promise<void> };

/**
 * Takes a snapshot of a table, whether the service runs or not: SQLite copies its file as of one moment while others write.
 * @param work a folder for the copy, which is nobody's once the snapshot is closed
 * @throws Error where no service has run on the folder yet
 */
export async function snapshotTable(state: string, context: string): Promise<TableSnapshot> {
  const file = join(state, "table.db");
  const program = findDynoxide();
  if (!existsSync(file) || program === undefined) throw new Error(`No service has kept a table in ${state}`);
  const copy = join(context, "table.db");
  const database = new DatabaseSync(file, { timeout: busyLimit });
  database.prepare("VACUUM INTO ?").run(copy);
  database.close();
  const engine = await startDynoxide(program, copy);
  const credentials = { accessKeyId: "backup", secretAccessKey: "backup" };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  const close = () => {
    client.destroy();
    return engine.stop();
  };
  try {
    const { TableNames: [TableName] = [] } = await client.send(new ListTablesCommand({}));
    if (TableName === undefined) throw new Error(`There is no table in ${state} yet`);
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return { tableArn: Table?.TableArn ?? TableName, items: scan(client, TableName), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function* scan(client: DynamoDBClient, TableName: string): AsyncGenerator<RawItem> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) yield* Items;
}
