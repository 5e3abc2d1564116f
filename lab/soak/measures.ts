import type { Heard } from "../load/client/calls.ts";

/** Calls of one minute. */
export type Minute = {
  calls: number;
  /** How many answered with each status; 0 is a connection cut off. */
  statuses: Map<number, number>;
  /** Milliseconds of every call, by kind of operation. */
  times: Map<OperationKind, number[]>;
};

export const operationKinds = ["read", "list", "create", "replace", "change", "delete"] as const;
export type OperationKind = (typeof operationKinds)[number];

const lists = ["GET list", "GET statistics", "GET conference", "GET pages", "GET changes"];
const byMethod: Readonly<Record<string, OperationKind>> = {
  GET: "read",
  POST: "create",
  PUT: "replace",
  PATCH: "change",
  DELETE: "delete",
};

const kindOf = (operation: string): OperationKind => {
  if (operation.endsWith("(look)")) return "read";
  if (lists.includes(operation)) return "list";
  return byMethod[operation.split(" ")[0] ?? ""] ?? "read";
};

const emptyMinute = (): Minute => ({ calls: 0, statuses: new Map(), times: new Map() });

/** Gathers calls minute by minute. */
export const createMeasures = () => {
  let current = emptyMinute();
  return {
    hear: ({ operation, status, milliseconds }: Heard) => {
      current.calls += 1;
      current.statuses.set(status, (current.statuses.get(status) ?? 0) + 1);
      const kind = kindOf(operation);
      const times = current.times.get(kind) ?? [];
      times.push(milliseconds);
      current.times.set(kind, times);
    },
    /** The minute that ends now; the next one begins. */
    turn: (): Minute => {
      const ended = current;
      current = emptyMinute();
      return ended;
    },
  };
};

/** The value below which so many of a hundred are; 0 where there is none. */
export const percentile = (values: readonly number[], percent: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
};
