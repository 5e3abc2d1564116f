import type { Random } from "../support/random.ts";
import type { HttpResponse } from "../support/send.ts";
import type { Operation } from "./document.ts";

/** Counts of responses, by which the next operation is chosen. */
export type Statistics = ReturnType<typeof createStatistics>;

const isSuccess = (status: number) => status >= 200 && status < 304;

export const createStatistics = () => {
  const rejections = new Map<string, string>();
  const counts = new Map<string, Map<number, number>>();
  const sum = (operationId: string, counted: (status: number) => boolean) =>
    [...(counts.get(operationId) ?? [])].reduce((all, [status, n]) => all + (counted(status) ? n : 0), 0);
  return {
    count: (operationId: string, { status, text }: HttpResponse): void => {
      const own = counts.get(operationId) ?? new Map<number, number>();
      own.set(status, (own.get(status) ?? 0) + 1);
      counts.set(operationId, own);
      if (!isSuccess(status)) rejections.set(operationId, text);
    },
    /** Chooses an operation, preferably one without a success and with a record to call it on. */
    choose: (operations: readonly Operation[], isReady: (one: Operation) => boolean, random: Random): Operation => {
      const weights = operations.map((one) =>
        isReady(one)
          ? weightOf(
              one,
              sum(one.id, isSuccess),
              sum(one.id, () => true),
            )
          : unready,
      );
      let left = random.next() * weights.reduce((all, weight) => all + weight, 0);
      const chosen = operations.find((_, i) => {
        left -= weights[i] ?? 0;
        return left < 0;
      });
      return chosen ?? random.one(operations);
    },
    calls: (): number => [...counts.keys()].reduce((all, id) => all + sum(id, () => true), 0),
    /** Operations without a success, each with its last rejection. */
    unreached: (operations: readonly Operation[]): string[] =>
      operations
        .filter(({ id }) => sum(id, isSuccess) === 0)
        .map(({ id }) => `${id}: ${rejections.get(id)?.slice(0, 500) ?? "never called"}`),
    /** Calls of each operation by status. */
    lines: (): string[] =>
      [...counts]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([id, own]) => {
          const parts = [...own].sort(([a], [b]) => a - b).map(([status, n]) => `${status}×${n}`);
          return `${id.padEnd(32)} ${parts.join(" ")}`;
        }),
  };
};

/** Weight of an operation without a record to call it on. */
const unready = 0.05;

const weightOf = ({ method, path, parameters }: Operation, successes: number, calls: number): number => {
  // Less with each unsuccessful call.
  const wanted = (12 / (1 + successes)) * (60 / (60 + calls));
  // A read without parameters returns little new.
  if (method === "GET" && parameters.length === 0) return 0.03 + (successes === 0 ? wanted : 0);
  // Records must exist for a while to be used.
  if (method === "DELETE" || /\berasure$/.test(path)) return 0.2 + wanted / 20;
  return method === "GET" ? 0.7 + wanted : 1 + wanted;
};
