import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** What a worker is to do: run every `step`-th seed from the first on, or try mutants. */
export type Task =
  | { kind: "run"; first: number; step: number; runs: number }
  | { kind: "mutate"; mutants: readonly Mutant[] };

/** A run in which an invariant broke. */
export type Broken = { seed: number; broken: string[] };

/** What runs give back: what broke, and every guard that showed, with seeds in which it alone stood in the way of a write. */
export type Report = { runs: number; broken: Broken[]; guards: Record<string, number[]> };

/** Guards to be taken away together, the name of that, and the seeds in which it is tried. */
export type Mutant = { name: string; guards: readonly string[]; seeds: readonly number[] };

/** By mutant: the first run in which something broke; null where nothing did. */
export type Verdicts = Record<string, Broken | null>;

/** Of a broken build thousands of runs tell the same: the first few are enough. */
export const brokenMost = 5;

/** Seeds in which one mutant is tried. */
export const seedsMost = 40;

const context = async <T>(task: Task): Promise<T> => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
  const [answer] = (await once(worker, "message")) as [T];
  await worker.terminate();
  return answer;
};

/** Runs seeds from the first on, on every processor there is. */
export const simulate = async (first: number, runs: number): Promise<Report> => {
  const step = Math.min(availableParallelism(), runs);
  const tasks = Array.from({ length: step }, (_, i) => {
    const share = Math.floor((runs - i - 1) / step) + 1;
    return context<Report>({ kind: "run", first: first + i, step, runs: share });
  });
  const reports = await Promise.all(tasks);
  return {
    runs: reports.reduce((sum, report) => sum + report.runs, 0),
    broken: reports.flatMap((report) => report.broken).sort((a, b) => a.seed - b.seed),
    guards: together(reports),
  };
};

const together = (reports: readonly Report[]): Report["guards"] => {
  const all: Report["guards"] = {};
  for (const [guard, seeds] of reports.flatMap(({ guards }) => Object.entries(guards)))
    all[guard] = [...(all[guard] ?? []), ...seeds].sort((a, b) => a - b).slice(0, seedsMost);
  return all;
};

/** Tries mutants and says what broke, on every processor there is. */
export const judge = async (mutants: readonly Mutant[]): Promise<Verdicts> => {
  const workers = availableParallelism();
  const shares = Array.from({ length: workers }, (_, part) => mutants.filter((_one, i) => i % workers === part));
  const verdicts = await Promise.all(shares.map((some) => context<Verdicts>({ kind: "mutate", mutants: some })));
  return Object.assign({}, ...verdicts);
};
