import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const resident = /^VmRSS:\s+(\d+) kB$/m;

/** Megabytes that a process has in memory itself, and those that it started, where the system tells it in /proc; else 0. */
export const memoryOf = (pid: number | undefined): { own: number; started: number } => {
  if (pid === undefined) return { own: 0, started: 0 };
  const children = readIfThere(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  const started = children.map((child) => memoryOf(Number(child))).reduce((sum, one) => sum + one.own + one.started, 0);
  return { own: Number(resident.exec(readIfThere(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024, started };
};

/** A process may end while it is looked at. */
const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
};

/** Megabytes of a state folder, but for the code it was started with. */
export const sizeOf = (state: string): number => {
  const files = readdirSync(state, { recursive: true, encoding: "utf8" }).filter((name) => !name.startsWith("cdk.out"));
  // A file may go while its folder is read.
  const sizes = files.map((name) => join(state, name)).map((path) => (existsSync(path) ? sizeOfFile(path) : 0));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_048_576;
};

const sizeOfFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
