import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { explain, messageOf } from "./errors.ts";
import { privateFolder } from "./files.ts";
import { makePrivate } from "./private-state.ts";

export type State = ReturnType<typeof lockState>;

/** Everything that this process and its children create is accessible to their owner only. */
const privateMask = 0o077;

/**
 * Locks a state folder for this process, and makes it accessible to its owner only. The kernel releases the file lock when the
 * process ends, also after kill -9.
 * @throws Error when another service uses the folder, or it cannot be written or made private.
 */
export const lockState = (folder: string) => {
  const absolute = resolve(folder);
  const mask = process.umask(privateMask);
  const lock = openLock(folder, absolute, () => process.umask(mask));
  return {
    /** The path of a file or folder in the state. */
    path: (part: string) => join(absolute, part),
    release: () => {
      lock.close();
      process.umask(mask);
    },
  };
};

const unusable = (folder: string, error: unknown) =>
  new Error(`The state folder ${folder} cannot be used: ${explain(error)}. Set DANGBO_STATE to another folder.`);

const openLock = (folder: string, absolute: string, onFailure: () => void): DatabaseSync => {
  let lock: DatabaseSync | undefined;
  try {
    createFolder(absolute);
    makePrivate(realpathSync(absolute));
    lock = new DatabaseSync(join(absolute, "lock"), { timeout: 0 });
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock?.close();
    onFailure();
    if (!/database is locked/.test(messageOf(error))) throw unusable(folder, error);
    throw new Error(`Another service is using the state in ${folder}. Stop it, or set DANGBO_STATE to another folder.`);
  }
};

/** Node's recursive `mkdir` does not end in `/proc`, and reports a read-only file system as a missing folder. */
const createFolder = (path: string): void => {
  if (existsSync(path)) return;
  createFolder(dirname(path));
  mkdirSync(path, { mode: privateFolder });
};
