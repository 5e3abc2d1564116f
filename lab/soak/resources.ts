import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const resident = /^VmRSS:\s+(\d+) kB$/m;

/** Megabytes that a process has in memory itself, and those that it started, where the system tells it in /proc; else 0. */
export const memoryOf = (pid: number | undefined): { own: number; started: number } => {
  if (pid === undefined) return { own: 0, started: 0 };
  const children = readIfThere(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  const started = children.map((child) => memoryOf(Number(child))).reduce((sum, one) => sum + one.own + one.started, 0);
  return { own: Number(resident.exec(readIfThere(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024, started };
};

/** What a look at something that goes meanwhile gives: a process that ends, a file or folder that is removed. */
const ifThere = <T>(look: () => T, otherwise: T): T => {
  try {
    return look();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return otherwise;
    throw error;
  }
};

const readIfThere = (path: string): string => ifThere(() => readFileSync(path, "utf8"), "");

const bytesOf = (path: string): number => {
  const entries = ifThere(() => readdirSync(path, { withFileTypes: true }), []);
  const sizes = entries.map((entry) => {
    const own = join(path, entry.name);
    return entry.isDirectory() ? bytesOf(own) : ifThere(() => statSync(own).size, 0);
  });
  return sizes.reduce((sum, size) => sum + size, 0);
};

/** Megabytes of a state folder, but for the code it was started with. */
export const sizeOf = (state: string): number => (bytesOf(state) - bytesOf(join(state, "cdk.out"))) / 1_048_576;
