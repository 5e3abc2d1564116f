import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { CallResult } from "../load/client.ts";

/** The calls of one minute. */
export type Minute = {
  calls: number;
  /** Calls by status; 0 means no response. */
  statuses: Map<number, number>;
  /** Milliseconds of every call, by kind of operation. */
  times: Map<OperationKind, number[]>;
};

export const operationKinds = ["read", "list", "POST", "PUT", "PATCH", "DELETE"] as const;
export type OperationKind = (typeof operationKinds)[number];

const lists = ["GET list", "GET statistics", "GET conference", "GET pages", "GET changes"];

const kindOf = (operation: string): OperationKind => {
  if (lists.includes(operation)) return "list";
  const isWrite = (kind: OperationKind) => operation.startsWith(kind) && !operation.endsWith("(read)");
  return operationKinds.find(isWrite) ?? "read";
};

const emptyMinute = (): Minute => ({ calls: 0, statuses: new Map(), times: new Map() });

/** Collects calls minute by minute. */
export const createMeasures = () => {
  let current = emptyMinute();
  return {
    count: ({ operation, status, milliseconds }: CallResult) => {
      current.calls += 1;
      current.statuses.set(status, (current.statuses.get(status) ?? 0) + 1);
      const kind = kindOf(operation);
      current.times.set(kind, [...(current.times.get(kind) ?? []), milliseconds]);
    },
    /** Returns the current minute and starts the next one. */
    next: (): Minute => {
      const ended = current;
      current = emptyMinute();
      return ended;
    },
  };
};

/** A percentile of some values; 0 without any. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
};

/** Minutes from which on growth can be recognised. */
const fewest = 6;
/** Growth over the second half above the noise. */
const notable = 1.25;

/** Growth of memory a minute over the second half, when caches are full, and whether it is unbounded. */
export const growthOf = (megabytes: readonly number[]): { perMinute: number; isUnbounded: boolean } => {
  const half = megabytes.slice(Math.floor(megabytes.length / 2));
  const [first = 0] = half;
  const last = half.at(-1) ?? 0;
  const isSteady = half.every((value, i) => i === 0 || value > (half[i - 1] ?? value));
  const isUnbounded = megabytes.length >= fewest && isSteady && last > first * notable;
  return { perMinute: (last - first) / Math.max(1, half.length - 1), isUnbounded };
};

/** Reads something that may disappear meanwhile: a process that ends, a file that is deleted. */
const ifPresent = <T>(read: () => T, otherwise: T): T => {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return otherwise;
    throw error;
  }
};

const textOf = (path: string): string => ifPresent(() => readFileSync(path, "utf8"), "");
const resident = /^VmRSS:\s+(\d+) kB$/m;

/** Megabytes of a process and of its children, from /proc; 0 on systems without it. */
export const memoryOf = (pid: number | undefined): { own: number; children: number } => {
  if (pid === undefined) return { own: 0, children: 0 };
  const pids = textOf(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean);
  const children = pids.map((child) => memoryOf(Number(child))).reduce((sum, one) => sum + one.own + one.children, 0);
  return { own: Number(resident.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0) / 1_024, children };
};

const bytesOf = (path: string): number =>
  ifPresent(() => readdirSync(path, { withFileTypes: true }), [])
    .map((entry) => {
      const own = join(path, entry.name);
      return entry.isDirectory() ? bytesOf(own) : ifPresent(() => statSync(own).size, 0);
    })
    .reduce((sum, size) => sum + size, 0);

/** Megabytes of a state folder, without the code. */
export const sizeOf = (state: string): number => (bytesOf(state) - bytesOf(join(state, "cdk.out"))) / 1_048_576;
