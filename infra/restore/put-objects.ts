import { readFileSync } from "node:fs";
import { join } from "node:path";
import { HeadObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { erasuresPrefix } from "../../lib/contract/environment.ts";
import { inParallel } from "../backup/in-parallel.ts";
import { type KeptObject, layout } from "../backup/layout.ts";
import type { Target } from "./target.ts";
import type { WholeBackup } from "./verify-backup.ts";

/** Objects sent at a time: at most that many photos of 25 MiB are in memory. */
const atOnce = 8;

/** The version that counts of each object that stands in the bucket now, by its key. */
export type Versions = ReadonlyMap<string, string>;

/**
 * Puts objects back that are not there; what stands at their keys stays, since a key is used once. The register of erasures
 * only ever grows.
 * @throws Error where something else stands at a key
 */
export async function putObjects(target: Target, backup: WholeBackup): Promise<Versions> {
  const versions = new Map<string, string>();
  await inParallel(backup.objects, atOnce, async (object) => {
    const bytes = readFileSync(join(backup.folder, layout.objects, object.key));
    const version = (await putNew(target, object, bytes)) ?? (await standing(target, object));
    versions.set(object.key, version);
  });
  await inParallel(Object.entries(backup.erasures), atOnce, async ([memberId, note]) => {
    await putNew(target, { key: erasuresPrefix + memberId, contentType: "application/json" }, Buffer.from(note));
  });
  return versions;
}

type Described = Pick<KeptObject, "key" | "contentType"> & { sha256?: string };

/** The version of an object that was put, or undefined where one stands at its key. */
async function putNew({ s3, bucketName }: Target, object: Described, bytes: Buffer): Promise<string | undefined> {
  const { key, contentType, sha256 } = object;
  const command = new PutObjectCommand({
    Bucket: bucketName,
    Key: key,
    Body: bytes,
    ContentType: contentType,
    IfNoneMatch: "*",
    // The check of an upload compares it with what was announced.
    ...(sha256 === undefined ? {} : { ChecksumSHA256: Buffer.from(sha256, "hex").toString("base64") }),
  });
  try {
    return (await s3.send(command)).VersionId ?? "null";
  } catch (error) {
    if (error instanceof Error && error.name === "PreconditionFailed") return undefined;
    throw error;
  }
}

async function standing({ s3, bucketName }: Target, { key, size }: KeptObject): Promise<string> {
  const found = await s3.send(new HeadObjectCommand({ Bucket: bucketName, Key: key }));
  if (found.ContentLength !== size) throw new Error(`Another object stands at ${key}`);
  return found.VersionId ?? "null";
}
