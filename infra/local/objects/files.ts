import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";

/** A file name for any key: the key itself never becomes part of a path. */
export function fileNameOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Makes what was renamed into, or removed from, a folder survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same, for when a bucket is opened. */
export function syncFolderNow(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a new file and returns once its bytes are on disk; the caller makes its folder durable. */
export async function writeDurably(path: string, content: string | AsyncIterable<Buffer>): Promise<void> {
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder, durably, where it is not there yet. */
export async function ensureFolder(folder: string): Promise<void> {
  if ((await mkdir(folder, { recursive: true })) !== undefined) await syncFolder(dirname(folder));
}
