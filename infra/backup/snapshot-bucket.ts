import { randomBytes } from "node:crypto";
import { copyFileSync, linkSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { codeOf } from "../local/errors.ts";
import { privateFolder } from "../local/files.ts";
import { startObjectStore } from "../local/objects/server.ts";
import { createPermissions } from "../local/permissions/permissions.ts";
import { region } from "../local/place.ts";
import type { BucketAccess } from "./copy-objects.ts";

/** The bucket of a state folder as it is now. */
export type BucketSnapshot = BucketAccess & { close(): Promise<void> };

/**
 * Opens a copy of the bucket, whether the service runs or not: what was stored is never changed, so that the copy's bytes
 * are those of the bucket, linked.
 * @param work a folder for the copy, on the disk of the state where that is possible
 */
export async function snapshotBucket(
  state: string,
  context: string,
  report: (line: string) => void,
): Promise<BucketSnapshot> {
  const [bucketName = ""] = readdirSync(join(state, "objects"));
  const [from, to] = [join(state, "objects", bucketName, "objects"), join(context, "objects", bucketName, "objects")];
  for (const hash of readdirSync(from))
    for (const version of readIfThere(join(from, hash)))
      copyVersion(join(from, hash, version), join(to, hash, version));
  const credentials = { accessKeyId: "backup", secretAccessKey: randomBytes(20).toString("hex") };
  const folder = join(context, "objects");
  const store = await startObjectStore({ folder, credentials, callers: createPermissions(), report, port: 0, region });
  store.addBucket({ name: bucketName, versioned: true, cors: [] });
  const s3 = new S3Client({ endpoint: store.url, region, credentials, forcePathStyle: true });
  return {
    s3,
    bucketName,
    async close() {
      s3.destroy();
      await store.close();
    },
  };
}

/** A version that is deleted meanwhile is left out whole. */
function copyVersion(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: privateFolder });
  try {
    for (const file of readdirSync(from).filter((name) => name !== "event.json"))
      link(join(from, file), join(to, file));
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    rmSync(to, { recursive: true });
  }
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    // Another disk: bytes are copied then.
    if (codeOf(error) !== "EXDEV") throw error;
    copyFileSync(from, to);
  }
}

function readIfThere(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}
