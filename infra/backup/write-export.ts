import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { privateFolder, writePrivately } from "../local/files.ts";
import { type ExportFile, type ExportSummary, lineOf, type RawItem } from "./export-format.ts";
import { layout } from "./layout.ts";

/** Items of one data file. */
const itemsInFile = 10_000;

export type ExportOf = { id: string; tableArn: string; exportTime: string };

/** Writes an export of these items into a folder, as DynamoDB writes one into a bucket. Gives how many there are. */
export async function writeExport(folder: string, of: ExportOf, items: AsyncIterable<RawItem>): Promise<number> {
  const own = join(layout.exports, of.id);
  mkdirSync(join(folder, own, "data"), { recursive: true, mode: privateFolder });
  const files: ExportFile[] = [];
  for await (const lines of inRuns(items)) {
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
}

async function* inRuns(items: AsyncIterable<RawItem>): AsyncGenerator<string[]> {
  let lines: string[] = [];
  for await (const item of items) {
    lines.push(lineOf(item));
    if (lines.length < itemsInFile) continue;
    yield lines;
    lines = [];
  }
  if (lines.length > 0) yield lines;
}
