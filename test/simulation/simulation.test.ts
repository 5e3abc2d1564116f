import { mutantsOf, sampleOf, unexpectedVerdicts } from "./mutants/mutants.ts";
import { type SimulationReport, simulate, tryMutants } from "./workers/pool.ts";

/**
 * The long form has 20,000 runs and tries every mutant, the short form 1,500 runs and one mutant for each kind of item. To
 * repeat a failed run: `SIMULATION_SEED=1234 SIMULATION_RUNS=1 node test/run.ts test/simulation`.
 */
const isLong = process.env.TEST_LONG === "1";
const { SIMULATION_SEED, SIMULATION_RUNS } = process.env;
const first = Number(SIMULATION_SEED ?? 1);
const runs = Number(SIMULATION_RUNS ?? (isLong ? 20_000 : 1_500));
const timeout = isLong ? 1_800_000 : 600_000;

let report: SimulationReport | undefined;

test(
  "With faults, conflicts, duplicate deliveries and crashes, no invariant is violated",
  async () => {
    report = await simulate(first, runs);
    const failed = report.failed.map(
      ({ seed, violations }) => `seed ${seed}:\n  ${violations.slice(0, 10).join("\n  ")}`,
    );
    if (failed.length > 0)
      throw new Error(`Repeat a run with SIMULATION_SEED=<seed> SIMULATION_RUNS=1.\n${failed.join("\n")}`);
    console.info(`${report.runs} simulated runs from seed ${first}`);
    expect(report.runs).toBe(runs);
  },
  timeout,
);

// A few runs of other seeds reach too few guards for mutants.
const hasMutants = SIMULATION_SEED === undefined && SIMULATION_RUNS === undefined;

(hasMutants ? test : test.skip)(
  "Removing any guard is detected, except those listed as redundant with a reason",
  async () => {
    if (!report) throw new Error("The runs did not end");
    const mutants = isLong ? mutantsOf(report) : sampleOf(report);
    const verdicts = await tryMutants(mutants);
    console.info(`${mutants.length} mutants of guards`);
    expect(unexpectedVerdicts(verdicts, isLong)).toEqual([]);
  },
  timeout,
);
