import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import { codeOf } from "./errors.ts";

/** Only the owner may read: state contains keys, secrets and personal data. */
export const privateFile = 0o600;
export const privateFolder = 0o700;

/** Makes renames in a folder, and removals from it, durable. */
export const syncFolderNow = (folder: string): void => {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** Asynchronous variant of `syncFolderNow`. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Replaces a file atomically and durably: a stop at any moment leaves the old or the new content. */
export const replaceFile = (path: string, content: string): void => {
  const temporary = `${path}.new`;
  const file = openSync(temporary, "w", privateFile);
  try {
    // Not `writeSync`, which writes only a part of the content when the disk becomes full.
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolderNow(dirname(path));
};

type Content = string | Uint8Array | AsyncIterable<Buffer>;

const writeAndSync = async (path: string, content: Content, { flag, mode }: { flag: string; mode?: number }) => {
  const file = await open(path, flag, mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Writes a private file; its bytes are durable once it resolves, its name once its folder is synced. */
export const writePrivately = (path: string, content: string | Uint8Array): Promise<void> =>
  writeAndSync(path, content, { flag: "w", mode: privateFile });

/** Appends to a private file; durable once it resolves. */
export const appendPrivately = (path: string, content: string): Promise<void> =>
  writeAndSync(path, content, { flag: "a", mode: privateFile });

/** Writes a file that must not exist yet; its bytes are durable once it resolves, its name once its folder is synced. */
export const writeNewFile = (path: string, content: Content): Promise<void> =>
  writeAndSync(path, content, { flag: "wx" });

/** The text of a file, or undefined when it does not exist. */
export const readIfThere = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
};
