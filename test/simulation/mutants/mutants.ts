import type { Mutant, SimulationReport, Verdicts } from "../workers/pool.ts";
import { otherGuards, putGuards } from "./other-guards.ts";
import { groups, redundant } from "./redundant.ts";

/** Guards that runs rarely or never reach, each with the test that proves it. */
const testedElsewhere: ReadonlyMap<string, string> = new Map([
  ["ConditionCheck MEM# REF: attribute_not_exists(erasing)", "test/store/data-subjects/guards.test.ts"],
  ["ConditionCheck MEM# META: attribute_not_exists(erasedAt)", "test/store/data-subjects/guards.test.ts"],
  ["Update MEM# REF: attribute_not_exists(erasing)", "test/store/data-subjects/guards.test.ts"],
  ["ConditionCheck ERASED-ID# GUARD: attribute_not_exists(pk)", "test/store/data-subjects/erased-ids.test.ts"],
  ["ConditionCheck MTG# META: version = :value", "test/store/articles/guards.test.ts"],
]);

/** Seeds for guards that matter in any run. */
const anySeeds = Array.from({ length: 150 }, (_, i) => i + 1);

/** A mutant for each guard seen in the runs, for each guard that is not a condition, and for each group. */
export const mutantsOf = ({ guards }: SimulationReport): Mutant[] => [
  ...Object.entries(guards)
    .filter(([name]) => !testedElsewhere.has(name))
    .map(([name, seeds]) => ({ name, guards: [name], seeds })),
  ...Object.keys(otherGuards)
    .filter((name) => !putGuards.some((put) => put === name))
    .map((name) => ({ name, guards: [], seeds: anySeeds })),
  ...Object.entries(groups).map(([name, all]) => ({ name, guards: all, seeds: anySeeds })),
];

/** The kind of item that a guard protects, such as `MTG# PHO#`. */
const itemOf = (guard: string) => guard.replace(/^\w+ /, "").replace(/(?: \(\w+\))?: .*$/, "");

/** A few mutants for the short form: for each kind of item the guard that decides in most runs. */
export const sampleOf = (report: SimulationReport): Mutant[] => {
  const all = mutantsOf(report);
  const candidates = all.filter(
    ({ name, guards, seeds }) => guards.length > 0 && seeds.length > 0 && !redundant.has(name),
  );
  const byItem = Map.groupBy(candidates, ({ name }) => itemOf(name));
  const mostSeeds = (mutants: readonly Mutant[]) => mutants.reduce((a, b) => (b.seeds.length > a.seeds.length ? b : a));
  return [...[...byItem.values()].map(mostSeeds), ...all.filter(({ guards }) => guards.length === 0)];
};

/** Undetected mutants, and guards listed as redundant that are detected or, if all were tried, no longer exist. */
export const unexpectedVerdicts = (verdicts: Verdicts, isComplete: boolean): string[] => [
  ...Object.entries(verdicts).flatMap(([name, failed]) => {
    if (!failed) return redundant.has(name) ? [] : [`No run detects that the guard "${name}" is missing`];
    return redundant.has(name) ? [`"${name}" is not redundant: seed ${failed.seed}, ${failed.violations[0]}`] : [];
  }),
  ...(isComplete ? [...redundant.keys()] : [])
    .filter((name) => !(name in verdicts))
    .map((name) => `The guard "${name}" does not exist`),
];
