import { mutantsOf, surprises } from "./mutants/mutants.ts";
import type { Report } from "./workers/pool.ts";
import { judge, simulate } from "./workers/pool.ts";

/**
 * 20,000 runs from seed 1. `SIMULATION_SEED` begins elsewhere and `SIMULATION_RUNS` says how many: one run of a seed is
 * `SIMULATION_SEED=1234 SIMULATION_RUNS=1 node test/run.ts test/simulation`.
 */
const usualRuns = 20_000;
const first = Number(process.env.SIMULATION_SEED ?? 1);
const wanted = Number(process.env.SIMULATION_RUNS ?? usualRuns);
const hang = 1_800_000;

let report: Report | undefined;

test(
  "Whatever fails, meets, comes twice or is cut off, nothing is lost, doubled or half done",
  async () => {
    report = await simulate(first, wanted);
    const told = report.broken.map(({ seed, broken }) => `seed ${seed}:\n  ${broken.slice(0, 10).join("\n  ")}`);
    if (told.length > 0)
      throw new Error(`Run one again with SIMULATION_SEED=<seed> SIMULATION_RUNS=1.\n${told.join("\n")}`);
    console.info(`${report.runs} simulated runs from seed ${first} on`);
    expect(report.runs).toBe(wanted);
  },
  hang,
);

// Fewer runs come upon fewer guards: nothing could be said of the others.
const isWhole = first === 1 && wanted >= usualRuns;

(isWhole ? test : test.skip)(
  "No guard can be taken away unnoticed, but for those of which it is written why",
  async () => {
    if (!report) throw new Error("The runs have not come to an end");
    const verdicts = await judge(mutantsOf(report));
    console.info(`${Object.keys(verdicts).length} mutants of guards`);
    expect(surprises(verdicts)).toEqual([]);
  },
  hang,
);
