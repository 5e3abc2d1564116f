import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { BranchTask } from "./bulk/load.ts";

/** Work for a process of its own: recording uses a core, and functions know one table only. */
export type Task =
  | ({ name: "record" } & BranchTask)
  | { name: "verify"; folder: string }
  /** Measures every operation in a committee of its own, or with `only` the cases of the nation alone. */
  | { name: "measure"; folder: string; only?: "nation" };

/** Runs a task and returns the JSON that it prints. Throws where it fails. */
export const runTask = async <T>(task: Task): Promise<T> => {
  const program = join(import.meta.dirname, "child.ts");
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`The task ${task.name} ended with ${code}`);
  return JSON.parse(printed);
};
