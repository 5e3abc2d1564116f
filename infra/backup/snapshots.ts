import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { findDynoxide, startDynoxide } from "../local/engines/dynoxide.ts";
import { codeOf } from "../local/errors.ts";
import { privateFolder } from "../local/files.ts";
import { startObjectStore } from "../local/objects/server.ts";
import { createPermissions } from "../local/permissions/permissions.ts";
import { region } from "../local/account.ts";
import type { BucketClient } from "./objects.ts";
import type { RawItem } from "./table-export.ts";

/** The bucket of a state folder as it is now. */
export type BucketSnapshot = BucketClient & { close(): Promise<void> };

/**
 * Opens a copy of the bucket, whether the service runs or not: what was stored is never changed, so that the copy's bytes
 * are those of the bucket, linked.
 * @param work a folder for the copy, on the disk of the state where that is possible
 */
export const snapshotBucket = async (
  state: string,
  context: string,
  report: (line: string) => void,
): Promise<BucketSnapshot> => {
  const [bucketName = ""] = readdirSync(join(state, "objects"));
  const [from, to] = [join(state, "objects", bucketName, "objects"), join(context, "objects", bucketName, "objects")];
  for (const hash of readdirSync(from))
    for (const version of readIfThere(join(from, hash)))
      copyVersion(join(from, hash, version), join(to, hash, version));
  const credentials = { accessKeyId: "backup", secretAccessKey: randomBytes(20).toString("hex") };
  const folder = join(context, "objects");
  const store = await startObjectStore({ folder, credentials, callers: createPermissions(), report, port: 0, region });
  store.addBucket({ name: bucketName, versioned: true, cors: [] });
  const s3 = new S3Client({ endpoint: store.url, region, credentials, forcePathStyle: true });
  return {
    s3,
    bucketName,
    async close() {
      s3.destroy();
      await store.close();
    },
  };
};

/** A version that is deleted meanwhile is left out whole. */
const copyVersion = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true, mode: privateFolder });
  try {
    for (const file of readdirSync(from).filter((name) => name !== "event.json"))
      link(join(from, file), join(to, file));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    rmSync(to, { recursive: true });
  }
};

const link = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch (error) {
    // Another disk: bytes are copied then.
    if (codeOf(error) !== "EXDEV") throw error;
    copyFileSync(from, to);
  }
};

const readIfThere = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
};

/** Milliseconds to wait for the engine's own writes. */
const busyLimit = 5_000;

/** The table of a state folder as it was at one moment. */
export type TableSnapshot = { tableArn: string; items: AsyncIterable<RawItem>; close(): Promise<void> };

/**
 * Takes a snapshot of a table, whether the service runs or not: SQLite copies its file as of one moment while others write.
 * @param work a folder for the copy, which is nobody's once the snapshot is closed
 * @throws Error where no service has run on the folder yet
 */
export const snapshotTable = async (state: string, context: string): Promise<TableSnapshot> => {
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
};

async function* scan(client: DynamoDBClient, TableName: string): AsyncGenerator<RawItem> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) yield* Items;
}
