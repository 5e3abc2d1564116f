import { type BinaryToTextEncoding, createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import * as z from "zod/mini";

/** What a backup is: a folder with an export of the table as DynamoDB writes one, the objects it names, and the register of erasures. */
export const layout = {
  /** Written last: a folder without it is no whole backup. */
  backup: "backup.json",
  exports: "AWSDynamoDB",
  summary: "manifest-summary.json",
  files: "manifest-files.json",
  /** A line of JSON for each object, and the bytes by their keys. */
  objectList: "objects.ndjson",
  objects: "objects",
  /** The register of erasures, with a checksum of its own: it grows after the backup was made. */
  register: "erasures.json",
} as const;

export const backupManifest = z.object({
  format: z.literal(1),
  stage: z.string(),
  /** The moment the table is of, RFC 3339. */
  tableAt: z.string(),
  exportId: z.string(),
  items: z.int(),
  objects: z.int(),
  /** SHA-256 in hex of the lists that say what else there is, by their path. */
  lists: z.record(z.string(), z.string()),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** An object of the bucket as the list of a backup has it. */
export const backupObject = z.object({
  /** Nothing that leaves its folder. */
  key: z.string().check(z.regex(/^(?!.*\.\.)[\w-][\w.-]*(\/[\w-][\w.-]*)*$/)),
  size: z.int(),
  sha256: z.string(),
  contentType: z.optional(z.string()),
});
export type BackupObject = z.infer<typeof backupObject>;

/** The checksum of a file, whatever its size. */
export const checksumOf = async (
  path: string,
  algorithm: "md5" | "sha256",
  encoding: BinaryToTextEncoding,
): Promise<string> => {
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(encoding);
};
