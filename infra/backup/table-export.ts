import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip, gzipSync } from "node:zlib";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import * as z from "zod/mini";
import { privateFolder, writePrivately } from "../local/files.ts";
import { checksumOf, layout } from "./layout.ts";

/**
 * Summary of a full table export; unused fields are left out.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
 */
const exportSummary = z.object({
  tableArn: z.string(),
  exportTime: z.string(),
  itemCount: z.int(),
  outputFormat: z.literal("DYNAMODB_JSON"),
  exportType: z._default(z.literal("FULL_EXPORT"), "FULL_EXPORT"),
});

type ExportSummary = z.infer<typeof exportSummary>;

/** A line of the manifest of data files. */
const exportFile = z.object({
  itemCount: z.int(),
  /** MD5 of the compressed file, Base64. */
  md5Checksum: z.string(),
  dataFileS3Key: z.string(),
});

type ExportFile = z.infer<typeof exportFile>;

/** An item in DynamoDB JSON. */
export type RawItem = Record<string, AttributeValue>;

const line = z.strictObject({ Item: z.record(z.string(), z.unknown()) });

/** Reads the original value from `this`, since a Buffer's own `toJSON` runs before the replacer. */
function encodeBytes(this: Record<string, unknown>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array ? Buffer.from(bytes).toString("base64") : value;
}

const decodeBase64 = (text: unknown) => new Uint8Array(Buffer.from(String(text), "base64"));

/** A string under `B` is always binary data: an attribute named `B` contains a typed value instead. */
const decodeBytes = (name: string, value: unknown) => {
  if (name === "B" && typeof value === "string") return decodeBase64(value);
  if (name === "BS" && Array.isArray(value)) return value.map(decodeBase64);
  return value;
};

const formatItem = (Item: RawItem): string => `${JSON.stringify({ Item }, encodeBytes)}\n`;

/** Throws for a line that is not an item of a full export. */
const parseItem = (text: string): RawItem => line.parse(JSON.parse(text, decodeBytes)).Item as RawItem;

const itemsPerFile = 10_000;

type ExportHeader = { id: string; tableArn: string; exportTime: string };

/** Writes items into a folder in the format of a DynamoDB export. Returns their number. */
export const writeExport = async (folder: string, header: ExportHeader, items: AsyncIterable<RawItem>) => {
  const { id, tableArn, exportTime } = header;
  const own = join(layout.exports, id);
  mkdirSync(join(folder, own, "data"), { recursive: true, mode: privateFolder });
  const files: ExportFile[] = [];
  for await (const lines of inBatches(items)) {
    const bytes = gzipSync(lines.join(""));
    const dataFileS3Key = `${layout.exports}/${id}/data/${String(files.length).padStart(6, "0")}.json.gz`;
    await writePrivately(join(folder, dataFileS3Key), bytes);
    const md5Checksum = createHash("md5").update(bytes).digest("base64");
    files.push({ itemCount: lines.length, md5Checksum, dataFileS3Key });
  }
  const itemCount = files.reduce((sum, file) => sum + file.itemCount, 0);
  const summary: ExportSummary & Record<string, unknown> = {
    version: "2020-06-30",
    tableArn,
    exportTime,
    manifestFilesS3Key: `${layout.exports}/${id}/${layout.files}`,
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
    if (lines.length < itemsPerFile) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}

type DataFile = { path: string; itemCount: number; md5: string };

export type TableExport = { id: string; exportTime: string; itemCount: number; files: readonly DataFile[] };

/**
 * Opens the export in a folder, written by `writeExport` or by DynamoDB.
 * @throws Error unless the folder contains exactly one full export as DynamoDB JSON
 */
export const openExport = (folder: string): TableExport => {
  const ids = readdirSync(join(folder, layout.exports)).filter((name) => name !== "data");
  const [id, ...others] = ids;
  if (id === undefined || others.length > 0) throw new Error(`${folder} contains ${ids.length} exports instead of one`);
  const read = (name: string) => readFileSync(join(folder, layout.exports, id, name), "utf8");
  const { itemCount, exportTime } = exportSummary.parse(JSON.parse(read(layout.summary)));
  const files = read(layout.files)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => exportFile.parse(JSON.parse(line)))
    .map((file) => ({ path: pathOf(folder, file.dataFileS3Key), itemCount: file.itemCount, md5: file.md5Checksum }));
  return { id, exportTime, itemCount, files };
};

/** Strips the prefix that was requested for the export. */
const pathOf = (folder: string, key: string): string => {
  const own = key.slice(key.lastIndexOf(`${layout.exports}/`));
  if (!own.startsWith(layout.exports) || own.includes(".."))
    throw new Error(`"${key}" is not a data file of an export`);
  return join(folder, own);
};

/** Reads all items. Throws for a file with another checksum or number of items than the manifest states. */
export async function* readItems({ files, itemCount }: TableExport): AsyncGenerator<RawItem> {
  let all = 0;
  for (const { path, itemCount: expected, md5 } of files) {
    if ((await checksumOf(path, "md5", "base64")) !== md5) throw new Error(`${path} is damaged`);
    let found = 0;
    for await (const line of linesOf(path)) {
      found += 1;
      yield parseItem(line);
    }
    if (found !== expected) throw new Error(`${path} contains ${found} items instead of ${expected}`);
    all += found;
  }
  if (all !== itemCount) throw new Error(`The export contains ${all} items instead of ${itemCount}`);
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
