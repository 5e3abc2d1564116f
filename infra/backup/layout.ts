import { type BinaryToTextEncoding, createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import * as z from "zod/mini";

/** Files of a backup: an export of the table in DynamoDB's format, the objects its items reference, the register of erasures. */
export const layout = {
  /** The manifest, written last: a folder without it is incomplete. */
  backup: "backup.json",
  exports: "AWSDynamoDB",
  summary: "manifest-summary.json",
  files: "manifest-files.json",
  /** One JSON line per object; the objects are stored under their keys. */
  objectList: "objects.ndjson",
  objects: "objects",
  /** Has its own checksum, as it grows after the backup. */
  register: "erasures.json",
} as const;

export const backupManifest = z.object({
  format: z.literal(1),
  stage: z.string(),
  /** Point in time of the table, RFC 3339. */
  tableAt: z.string(),
  exportId: z.string(),
  items: z.int(),
  objects: z.int(),
  /** SHA-256 (hex) of the lists of files, by path. */
  lists: z.record(z.string(), z.string()),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** A line of the object list. */
export const backupObject = z.object({
  /** A relative path that stays within its folder. */
  key: z.string().check(z.regex(/^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)),
  size: z.int(),
  sha256: z.string(),
  contentType: z.optional(z.string()),
});
export type BackupObject = z.infer<typeof backupObject>;

/** Streams a file of any size. */
export const checksumOf = async (path: string, algorithm: "md5" | "sha256", encoding: BinaryToTextEncoding) => {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
};
