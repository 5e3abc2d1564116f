import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import { privateFolder, writePrivately } from "../local/files.ts";
import { inParallel } from "./in-parallel.ts";
import { type BackupObject, backupObject, layout } from "./layout.ts";
import type { RawItem } from "./table-export.ts";

/** Objects of the bucket that items name; `needed`: their photo is of no use without. */
export type ReferencedObjects = Map<string, { needed: boolean }>;

const prefixes = [uploadsPrefix, renditionsPrefix];

/** Adds the objects that an item names, wherever in it their keys stand. */
export const addReferences = (named: ReferencedObjects, item: RawItem): void => {
  const needed = item.status?.S === "ready";
  for (const text of textsIn(item))
    if (prefixes.some((prefix) => text.startsWith(prefix)))
      named.set(text, { needed: needed || named.get(text)?.needed === true });
};

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    for (const part of Object.values(value)) yield* textsIn(part);
}

/** Objects copied at a time: at most that many photos of 25 MiB are in memory. */
const atOnce = 8;

export type BucketClient = { s3: Pick<S3Client, "send">; bucketName: string };

/** Copies objects into a folder, with a list of them. Gives how many there are, and which needed ones are not. */
export const copyObjects = async (
  { s3, bucketName }: BucketClient,
  named: ReferencedObjects,
  folder: string,
): Promise<{ objects: number; missing: string[] }> => {
  const kept: BackupObject[] = [];
  const missing: string[] = [];
  await inParallel(named, atOnce, async ([key, { needed }]) => {
    const found = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key })).catch(orGone);
    const bytes = await found?.Body?.transformToByteArray();
    if (!bytes) {
      if (needed) missing.push(key);
      return;
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    kept.push(backupObject.parse({ key, size: bytes.length, sha256, contentType: found?.ContentType }));
    const file = join(folder, layout.objects, key);
    mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
    await writePrivately(file, bytes);
  });
  const lines = kept
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map((object) => `${JSON.stringify(object)}\n`);
  await writePrivately(join(folder, layout.objectList), lines.join(""));
  return { objects: kept.length, missing: missing.sort() };
};

const orGone = (error: unknown): undefined => {
  if (!(error instanceof NoSuchKey)) throw error;
};
