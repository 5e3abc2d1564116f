import type { Random } from "../support/random.ts";
import type { HttpResponse } from "../support/send.ts";
import { createCounts } from "./counts.ts";
import type { Operation } from "./document.ts";

/** Counts of responses, by which the next operation is chosen. */
export type Statistics = ReturnType<typeof createStatistics>;

const isSuccess = (status: number) => status >= 200 && status < 304;

export const createStatistics = () => {
  const rejections = new Map<string, string>();
  const { count, sum, total, lines } = createCounts();
  return {
    count: (operation: string, { status, text }: HttpResponse): void => {
      count({ operation, status });
      if (!isSuccess(status)) rejections.set(operation, text);
    },
    /** Chooses an operation, preferably one without a success and with a record to call it on. */
    choose: (operations: readonly Operation[], isReady: (one: Operation) => boolean, random: Random): Operation => {
      const weights = operations.map((one) =>
        isReady(one) ? weightOf(one, sum(one.id, isSuccess), sum(one.id)) : unready,
      );
      let left = random.next() * weights.reduce((all, weight) => all + weight, 0);
      const chosen = operations.find((_, i) => {
        left -= weights[i] ?? 0;
        return left < 0;
      });
      return chosen ?? random.one(operations);
    },
    calls: total,
    /** Operations without a success, each with its last rejection. */
    unreached: (operations: readonly Operation[]): string[] =>
      operations
        .filter(({ id }) => sum(id, isSuccess) === 0)
        .map(({ id }) => `${id}: ${rejections.get(id)?.slice(0, 500) ?? "never called"}`),
    lines,
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
