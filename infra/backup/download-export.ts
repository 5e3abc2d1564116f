import { createWriteStream, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { privateFile, privateFolder } from "../local/files.ts";
import { layout } from "./layout.ts";
import { openExport } from "./read-export.ts";

/**
 * Copies an export out of the bucket that DynamoDB wrote it to.
 * @param summaryKey the key of its summary, as DynamoDB tells it
 */
export async function downloadExport(
  s3: Pick<S3Client, "send">,
  bucket: string,
  summaryKey: string,
  folder: string,
): Promise<void> {
  const begin = summaryKey.lastIndexOf(`${layout.exports}/`);
  const prefix = summaryKey.slice(0, begin);
  const download = async (own: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: prefix + own }));
    const file = join(folder, own);
    mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
    if (!(Body instanceof Readable)) throw new Error(`${prefix}${own} of ${bucket} has no bytes`);
    await pipeline(Body, createWriteStream(file, { mode: privateFile }));
  };
  const summary = summaryKey.slice(begin);
  await download(summary);
  await download(join(dirname(summary), layout.files));
  for (const { path } of openExport(folder).files) await download(path.slice(folder.length + 1));
}
