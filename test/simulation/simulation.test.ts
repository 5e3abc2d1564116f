import { simulate } from "./crew/crew.ts";

/**
 * 20,000 runs from seed 1. `SIMULATION_SEED` begins elsewhere and `SIMULATION_RUNS` says how many: one run of a seed is
 * `SIMULATION_SEED=1234 SIMULATION_RUNS=1 node test/run.ts test/simulation/simulation`.
 */
const first = Number(process.env.SIMULATION_SEED ?? 1);
const wanted = Number(process.env.SIMULATION_RUNS ?? 20_000);

test("Whatever fails, meets, comes twice or is cut off, nothing is lost, doubled or half done", async () => {
  const { runs, broken } = await simulate(first, wanted);
  const told = broken.map(({ seed, broken: what }) => `seed ${seed}:\n  ${what.join("\n  ")}`);
  if (told.length > 0) throw new Error(`Run again with SIMULATION_SEED=<seed> SIMULATION_RUNS=1.\n${told.join("\n")}`);
  console.info(`${runs} simulated runs from seed ${first} on`);
  expect(runs).toBe(wanted);
}, 1_800_000);
