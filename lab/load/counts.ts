import type { Heard } from "./client/calls.ts";

/** Calls by operation and status. */
export const createCounts = () => {
  const byOperation = new Map<string, Map<number, number>>();
  return {
    hear: ({ operation, status }: Heard) => {
      const statuses = byOperation.get(operation) ?? new Map<number, number>();
      byOperation.set(operation, statuses.set(status, (statuses.get(status) ?? 0) + 1));
    },
    total: () =>
      [...byOperation.values()].flatMap((statuses) => [...statuses.values()]).reduce((sum, one) => sum + one, 0),
    /** One line an operation; status 0 is a connection cut off. */
    lines: () =>
      [...byOperation]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([operation, statuses]) => {
          const each = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}×${count}`);
          return `${operation}: ${each.join(", ")}`;
        }),
  };
};
