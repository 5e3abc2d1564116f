import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** Runs every `step`-th seed from `first`, or tries mutants. */
export type Task =
  | { kind: "run"; first: number; step: number; runs: number }
  | { kind: "mutate"; mutants: readonly Mutant[] };

/** A run that violated an invariant. */
export type FailedRun = { seed: number; violations: string[] };

/** Failed runs, and every guard that was sent, with seeds in which it alone rejected a write. */
export type SimulationReport = { runs: number; failed: FailedRun[]; guards: Record<string, number[]> };

/** Guards that are removed mergeGuards, and the seeds of the runs that should detect it. */
export type Mutant = { name: string; guards: readonly string[]; seeds: readonly number[] };

/** The first run that detected each mutant; null if none did. */
export type Verdicts = Record<string, FailedRun | null>;

/** A violations build fails thousands of runs: a few are enough. */
export const maximumFailures = 5;

/** Seeds tried for one mutant. */
export const seedsPerMutant = 40;

const runTask = async <T>(task: Task): Promise<T> => {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: task });
  const [result] = (await once(worker, "message")) as [T];
  await worker.terminate();
  return result;
};

/** Runs consecutive seeds on all processors. */
export const simulate = async (first: number, runs: number): Promise<SimulationReport> => {
  const step = Math.min(availableParallelism(), runs);
  const tasks = Array.from({ length: step }, (_, i) => {
    const share = Math.floor((runs - i - 1) / step) + 1;
    return runTask<SimulationReport>({ kind: "run", first: first + i, step, runs: share });
  });
  const reports = await Promise.all(tasks);
  return {
    runs: reports.reduce((sum, report) => sum + report.runs, 0),
    failed: reports.flatMap((report) => report.failed).sort((a, b) => a.seed - b.seed),
    guards: mergeGuards(reports),
  };
};

const mergeGuards = (reports: readonly SimulationReport[]): SimulationReport["guards"] => {
  const all: SimulationReport["guards"] = {};
  for (const [guard, seeds] of reports.flatMap(({ guards }) => Object.entries(guards)))
    all[guard] = [...(all[guard] ?? []), ...seeds].sort((a, b) => a - b).slice(0, seedsPerMutant);
  return all;
};

/** Tries mutants on all processors. */
export const tryMutants = async (mutants: readonly Mutant[]): Promise<Verdicts> => {
  const workers = availableParallelism();
  const shares = Array.from({ length: workers }, (_, part) => mutants.filter((_one, i) => i % workers === part));
  const verdicts = await Promise.all(shares.map((some) => runTask<Verdicts>({ kind: "mutate", mutants: some })));
  return Object.assign({}, ...verdicts);
};
