import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip, gzipSync } from "node:zlib";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { privateFolder, writePrivately } from "../local/files.ts";
import { checksumOf, layout } from "./layout.ts";

/**
 * The manifests of a full export of a table, as far as they are read here.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
export const exportSummary = z.object({
  tableArn: z.string(),
  exportTime: z.string(),
  itemCount: z.int(),
  outputFormat: z.literal("DYNAMODB_JSON"),
  exportType: z._default(z.literal("FULL_EXPORT"), "FULL_EXPORT"),
});

type ExportSummary = z.infer<typeof exportSummary>;

/** A line of the list of data files. */
export const exportFile = z.object({
  itemCount: z.int(),
  /** MD5 of the file, compressed as it is, in Base64. */
  md5Checksum: z.string(),
  dataFileS3Key: z.string(),
});

type ExportFile = z.infer<typeof exportFile>;

/** An item as DynamoDB's own protocol has it. */
export type RawItem = Record<string, AttributeValue>;

const line = z.strictObject({ Item: z.record(z.string(), z.unknown()) });

/** A buffer would say itself what it is in JSON, so that it is looked at before. */
function inBase64(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("base64") : value;
}

const bytesOf = (text: unknown) => new Uint8Array(Buffer.from(String(text), "base64"));

/** Text stands directly under `B` only where it is bytes: an attribute of that name holds a typed value. */
const outOfBase64 = (name: string, value: unknown) => {
  if (name === "B" && typeof value === "string") return bytesOf(value);
  if (name === "BS" && Array.isArray(value)) return value.map(bytesOf);
  return value;
};

const formatItem = (Item: RawItem): string => `${JSON.stringify({ Item }, inBase64)}\n`;

/** Reads a line of a data file. Throws for what is no item of a full export. */
export const parseItem = (text: string): RawItem => line.parse(JSON.parse(text, outOfBase64)).Item as RawItem;

/** Items of one data file. */
const itemsInFile = 10_000;

export type ExportHeader = { id: string; tableArn: string; exportTime: string };

/** Writes an export of these items into a folder, as DynamoDB writes one into a bucket. Gives how many there are. */
export const writeExport = async (folder: string, of: ExportHeader, items: AsyncIterable<RawItem>): Promise<number> => {
  const own = join(layout.exports, of.id);
  mkdirSync(join(folder, own, "data"), { recursive: true, mode: privateFolder });
  const files: ExportFile[] = [];
  for await (const lines of inBatches(items)) {
    const bytes = gzipSync(lines.join(""));
    const dataFileS3Key = `${layout.exports}/${of.id}/data/${String(files.length).padStart(6, "0")}.json.gz`;
    await writePrivately(join(folder, dataFileS3Key), bytes);
    const md5Checksum = createHash("md5").update(bytes).digest("base64");
    files.push({ itemCount: lines.length, md5Checksum, dataFileS3Key });
  }
  const itemCount = files.reduce((sum, file) => sum + file.itemCount, 0);
  const { tableArn, exportTime } = of;
  const summary: ExportSummary & Record<string, unknown> = {
    version: "2020-06-30",
    tableArn,
    exportTime,
    manifestFilesS3Key: `${layout.exports}/${of.id}/${layout.files}`,
    itemCount,
    outputFormat: "DYNAMODB_JSON",
    exportType: "FULL_EXPORT",
  };
  await writePrivately(join(folder, own, layout.files), files.map((file) => `${JSON.stringify(file)}\n`).join(""));
  await writePrivately(join(folder, own, layout.summary), JSON.stringify(summary));
  return itemCount;
};

async function* inBatches(items: AsyncIterable<RawItem>): AsyncGenerator<string[]> {
  let lines: string[] = [];
  for await (const item of items) {
    lines.push(formatItem(item));
    if (lines.length < itemsInFile) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

/** A data file of an export, where it lies. */
type DataFile = { path: string; itemCount: number; md5: string };

export type TableExport = { id: string; exportTime: string; itemCount: number; files: readonly DataFile[] };

/**
 * Opens the export in a folder: ours, or one that DynamoDB wrote into a bucket, copied from there.
 * @throws Error where there is none, more than one, or not a full one as DynamoDB JSON
 */
export const openExport = (folder: string): TableExport => {
  const ids = readdirSync(join(folder, layout.exports)).filter((name) => name !== "data");
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw new Error(`${folder} holds ${ids.length} exports, not one`);
  const read = (name: string) => readFileSync(join(folder, layout.exports, id, name), "utf8");
  const { itemCount, exportTime } = exportSummary.parse(JSON.parse(read(layout.summary)));
  const files = read(layout.files)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => exportFile.parse(JSON.parse(line)))
    .map((file) => ({ path: pathOf(folder, file.dataFileS3Key), itemCount: file.itemCount, md5: file.md5Checksum }));
  return { id, exportTime, itemCount, files };
};

/** Keys begin with whatever prefix the export was asked for; the folder holds what is behind it. */
const pathOf = (folder: string, key: string): string => {
  const own = key.slice(key.lastIndexOf(`${layout.exports}/`));
  if (!own.startsWith(layout.exports) || own.includes("..")) throw new Error(`"${key}" is no data file of an export`);
  return join(folder, own);
};

/** Every item, file by file. Throws where a file is not what its checksum says or holds another number of items. */
export async function* readItems({ files, itemCount }: TableExport): AsyncGenerator<RawItem> {
  let all = 0;
  for (const { path, itemCount: expected, md5 } of files) {
    if ((await checksumOf(path, "md5", "base64")) !== md5) throw new Error(`${path} is damaged`);
    let found = 0;
    for await (const line of linesOf(path)) {
      found += 1;
      yield parseItem(line);
    }
    if (found !== expected) throw new Error(`${path} holds ${found} items, not ${expected}`);
    all += found;
  }
  if (all !== itemCount) throw new Error(`The export holds ${all} items, not ${itemCount}`);
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const part of createReadStream(path).compose(createGunzip()).setEncoding("utf8")) {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  if (rest !== "") yield rest;
}
