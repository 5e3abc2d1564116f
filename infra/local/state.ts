import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "./errors.ts";
import { privateFolder } from "./files.ts";

export type State = {
  folder: string;
  /** The path of a part of the state. */
  path(part: string): string;
  release(): void;
};

/**
 * Takes a state folder for this process. The lock is one of the kernel's on a file, so it ends with the process however
 * that ends.
 * @throws Error when another service holds the folder.
 */
export function takeState(folder: string): State {
  const absolute = resolve(folder);
  mkdirSync(absolute, { recursive: true, mode: privateFolder });
  const lock = new DatabaseSync(join(absolute, "lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!/locked/.test(messageOf(error))) throw error;
    throw new Error(`Another service runs on the state in ${folder}. Stop it, or set DANGBO_STATE to another folder.`);
  }
  return {
    folder: absolute,
    path: (part) => join(absolute, part),
    release: () => lock.close(),
  };
}
