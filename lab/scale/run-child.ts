import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** Runs a program of this room in a process of its own, and gives the JSON that it prints. Throws where it fails. */
export const runChild = async <T>(program: string, task: unknown): Promise<T> => {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], { stdio: ["ignore", "pipe", "inherit"] });
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return JSON.parse(printed);
};
