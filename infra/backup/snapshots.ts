import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DescribeTableCommand, DynamoDBClient, ListTablesCommand, paginateScan } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { region } from "../local/account.ts";
import { findDynoxide, startDynoxide } from "../local/engines/dynoxide.ts";
import { codeOf } from "../local/errors.ts";
import { privateFolder } from "../local/files.ts";
import { startObjectStore } from "../local/objects/server.ts";
import { createPermissions } from "../local/permissions/permissions.ts";
import type { BucketClient } from "./objects.ts";
import type { RawItem } from "./table-export.ts";

/**
 * Opens a copy of the bucket of a state folder, also while the service runs. The copy hard-links the files of stored objects,
 * which never change.
 */
export const snapshotBucket = async (
  state: string,
  workFolder: string,
  log: (line: string) => void,
): Promise<BucketClient & AsyncDisposable> => {
  const [bucketName] = listIfPresent(join(state, "objects"));
  if (bucketName === undefined) throw new Error(`${state} contains no objects of a service`);
  const folder = join(workFolder, "objects");
  const [from, to] = [join(state, "objects", bucketName, "objects"), join(folder, bucketName, "objects")];
  for (const hash of readdirSync(from))
    for (const version of listIfPresent(join(from, hash)))
      linkVersion(join(from, hash, version), join(to, hash, version));
  const credentials = { accessKeyId: "backup", secretAccessKey: randomBytes(20).toString("hex") };
  const callers = createPermissions();
  const store = await startObjectStore({ folder, credentials, callers, log: log, port: 0, region });
  store.addBucket({ name: bucketName, versioned: true, cors: [] });
  const s3 = new S3Client({ endpoint: store.url, region, credentials, forcePathStyle: true });
  const close = async () => {
    s3.destroy();
    await store.close();
  };
  return { s3, bucketName, [Symbol.asyncDispose]: close };
};

/** Skips a version that is deleted meanwhile. */
const linkVersion = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true, mode: privateFolder });
  try {
    for (const file of readdirSync(from).filter((name) => name !== "event.json"))
      linkOrCopy(join(from, file), join(to, file));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    rmSync(to, { recursive: true });
  }
};

/** Hard links work within one file system only. */
const linkOrCopy = (from: string, to: string): void => {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "EXDEV") throw error;
    copyFileSync(from, to);
  }
};

const listIfPresent = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
};

/** Milliseconds to wait for locks of the running engine. */
const busyTimeout = 5_000;

/** Throws if no service has used a state folder yet, or its table is not in a file. */
export const requireTable = (state: string) => {
  const file = join(state, "table.db");
  const program = findDynoxide();
  if (!existsSync(file) || program === undefined) throw new Error(`${state} contains no table of a service`);
  return { file, program };
};

/** A copy of a table. `items`: all of them. */
export type TableSnapshot = {
  dynamodb: DynamoDBClient;
  tableName: string;
  tableArn: string;
  items: AsyncIterable<RawItem>;
} & AsyncDisposable;

/**
 * Opens a copy of the table of a state folder, also while the service runs: `VACUUM INTO` copies one consistent state.
 * @throws Error if no service has used the folder yet
 */
export const snapshotTable = async (state: string, workFolder: string): Promise<TableSnapshot> => {
  const { file, program } = requireTable(state);
  const copy = join(workFolder, "table.db");
  const database = new DatabaseSync(file, { timeout: busyTimeout });
  database.prepare("VACUUM INTO ?").run(copy);
  database.close();
  const engine = await startDynoxide(program, copy);
  const credentials = { accessKeyId: "backup", secretAccessKey: "backup" };
  const dynamodb = new DynamoDBClient({ endpoint: engine.endpoint, region, credentials });
  const close = async () => {
    dynamodb.destroy();
    await engine.stop();
  };
  try {
    const { TableNames: [tableName] = [] } = await dynamodb.send(new ListTablesCommand({}));
    if (tableName === undefined) throw new Error(`There is no table in ${state} yet`);
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: tableName }));
    const tableArn = Table?.TableArn ?? tableName;
    return { dynamodb, tableName, tableArn, items: scan(dynamodb, tableName), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
};

async function* scan(client: DynamoDBClient, TableName: string): AsyncGenerator<RawItem> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) yield* Items;
}
