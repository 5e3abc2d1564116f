import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { messageOf } from "./errors.ts";
import { privateFolder } from "./files.ts";

export type State = ReturnType<typeof lockState>;

/**
 * Locks a state folder for this process. The kernel releases the file lock when the process ends, also after kill -9.
 * @throws Error when another service uses the folder.
 */
export const lockState = (folder: string) => {
  const absolute = resolve(folder);
  mkdirSync(absolute, { recursive: true, mode: privateFolder });
  const lock = new DatabaseSync(join(absolute, "lock"), { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!/locked/.test(messageOf(error))) throw error;
    throw new Error(`Another service is using the state in ${folder}. Stop it, or set DANGBO_STATE to another folder.`);
  }
  return {
    /** The path of a file or folder in the state. */
    path: (part: string) => join(absolute, part),
    release: () => lock.close(),
  };
};
