import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import { renditionsPrefix, uploadsPrefix } from "../../lib/contract/environment.ts";
import { privateFolder, writePrivately } from "../local/files.ts";
import { inParallel } from "./in-parallel.ts";
import { type BackupObject, backupObject, layout } from "./layout.ts";
import type { RawItem } from "./table-export.ts";

/** Keys of objects that items reference; `isRequired`: a ready photo is broken without it. */
export type ReferencedObjects = Map<string, { isRequired: boolean }>;

const prefixes = [uploadsPrefix, renditionsPrefix];

/** Adds the object keys found anywhere in an item. */
export const addReferences = (references: ReferencedObjects, item: RawItem): void => {
  const isReady = item.status?.S === "ready";
  for (const text of textsIn(item))
    if (prefixes.some((prefix) => text.startsWith(prefix)))
      references.set(text, { isRequired: isReady || references.get(text)?.isRequired === true });
};

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array))
    for (const part of Object.values(value)) yield* textsIn(part);
}

/** Concurrent copies, which limits memory: a photo has up to 25 MiB. */
const concurrency = 8;

export type BucketClient = { s3: Pick<S3Client, "send">; bucketName: string };

/** Copies objects into a folder and writes the list of them. Returns their number and the missing required ones. */
export const copyObjects = async (
  { s3, bucketName }: BucketClient,
  references: ReferencedObjects,
  folder: string,
): Promise<{ objects: number; missing: string[] }> => {
  const copied: BackupObject[] = [];
  const missing: string[] = [];
  await inParallel(references, concurrency, async ([key, { isRequired }]) => {
    const response = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key })).catch(ignoreMissing);
    const bytes = await response?.Body?.transformToByteArray();
    if (!bytes) {
      if (isRequired) missing.push(key);
      return;
    }
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    copied.push(backupObject.parse({ key, size: bytes.length, sha256, contentType: response?.ContentType }));
    const file = join(folder, layout.objects, key);
    mkdirSync(dirname(file), { recursive: true, mode: privateFolder });
    await writePrivately(file, bytes);
  });
  const lines = copied.sort((a, b) => (a.key < b.key ? -1 : 1)).map((object) => `${JSON.stringify(object)}\n`);
  await writePrivately(join(folder, layout.objectList), lines.join(""));
  return { objects: copied.length, missing: missing.sort() };
};

const ignoreMissing = (error: unknown): undefined => {
  if (!(error instanceof NoSuchKey)) throw error;
};
