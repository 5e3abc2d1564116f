import { parentPort, workerData } from "node:worker_threads";
import { observeGuards, withoutGuards } from "../mutants/guards.ts";
import { otherGuards } from "../mutants/other-guards.ts";
import { run } from "../run/run.ts";
import {
  type Mutant,
  maximumFailures,
  type SimulationReport,
  seedsPerMutant,
  type Task,
  type Verdicts,
} from "./pool.ts";

// Request logs are discarded.
console.info = () => undefined;

const runAll = async (first: number, step: number, runs: number): Promise<SimulationReport> => {
  const report: SimulationReport = { runs: 0, failed: [], guards: {} };
  for (; report.runs < runs && report.failed.length < maximumFailures; report.runs++) {
    const seed = first + report.runs * step;
    const observed = new Map<string, boolean>();
    const interceptor = observeGuards(({ guard, decided }) =>
      observed.set(guard, decided || observed.get(guard) === true),
    );
    const violations = await run(seed, interceptor);
    if (violations.length > 0) report.failed.push({ seed, violations });
    for (const [guard, decided] of observed) {
      report.guards[guard] ??= [];
      if (decided && report.guards[guard].length < seedsPerMutant) report.guards[guard].push(seed);
    }
  }
  return report;
};

const tryMutant = async ({ name, guards, seeds }: Mutant): Promise<Verdicts[string]> => {
  for (const seed of seeds) {
    const violations = await run(seed, otherGuards[name]?.() ?? withoutGuards(new Set(guards)));
    if (violations.length > 0) return { seed, violations };
  }
  return null;
};

const tryMutants = async (mutants: readonly Mutant[]): Promise<Verdicts> => {
  const verdicts: Verdicts = {};
  for (const mutant of mutants) verdicts[mutant.name] = await tryMutant(mutant);
  return verdicts;
};

const task = workerData as Task;
parentPort?.postMessage(
  task.kind === "run" ? await runAll(task.first, task.step, task.runs) : await tryMutants(task.mutants),
);
