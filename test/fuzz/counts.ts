/** Counts calls by operation and status; status 0 means no response. */
export const createCounts = () => {
  const counts = new Map<string, Map<number, number>>();
  const sum = (operation: string, counted: (status: number) => boolean = () => true) =>
    [...(counts.get(operation) ?? [])].reduce((all, [status, times]) => all + (counted(status) ? times : 0), 0);
  return {
    count: ({ operation, status }: { operation: string; status: number }): void => {
      const own = counts.get(operation) ?? new Map<number, number>();
      counts.set(operation, own.set(status, (own.get(status) ?? 0) + 1));
    },
    /** Calls of an operation, by default of any status. */
    sum,
    total: (): number => [...counts.keys()].reduce((all, operation) => all + sum(operation), 0),
    /** A line for each operation. */
    lines: (): string[] =>
      [...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([operation, own]) => {
          const parts = [...own].sort(([a], [b]) => a - b).map(([status, times]) => `${status}×${times}`);
          return `${operation.padEnd(32)} ${parts.join(" ")}`;
        }),
  };
};
