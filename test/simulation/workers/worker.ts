import { parentPort, workerData } from "node:worker_threads";
import { lacking, watching } from "../mutants/guards.ts";
import { otherGuards } from "../mutants/other-guards.ts";
import { run } from "../run/run.ts";
import { brokenMost, type Mutant, type Report, seedsMost, type Task, type Verdicts } from "./pool.ts";

// The functions log every request; here nobody reads it.
console.info = () => undefined;

const runAll = async (first: number, step: number, runs: number): Promise<Report> => {
  const report: Report = { runs: 0, broken: [], guards: {} };
  for (; report.runs < runs && report.broken.length < brokenMost; report.runs++) {
    const seed = first + report.runs * step;
    const seen = new Map<string, boolean>();
    const tap = watching(({ guard, decided }) => seen.set(guard, decided || seen.get(guard) === true));
    const broken = await run(seed, tap);
    if (broken.length > 0) report.broken.push({ seed, broken });
    for (const [guard, decided] of seen) {
      report.guards[guard] ??= [];
      if (decided && report.guards[guard].length < seedsMost) report.guards[guard].push(seed);
    }
  }
  return report;
};

const judge = async ({ name, guards, seeds }: Mutant): Promise<Verdicts[string]> => {
  for (const seed of seeds) {
    const broken = await run(seed, otherGuards[name]?.() ?? lacking(new Set(guards)));
    if (broken.length > 0) return { seed, broken };
  }
  return null;
};

const judgeAll = async (mutants: readonly Mutant[]): Promise<Verdicts> => {
  const verdicts: Verdicts = {};
  for (const mutant of mutants) verdicts[mutant.name] = await judge(mutant);
  return verdicts;
};

const task = workerData as Task;
parentPort?.postMessage(
  task.kind === "run" ? await runAll(task.first, task.step, task.runs) : await judgeAll(task.mutants),
);
