import type { Mutant, Report, Verdicts } from "../workers/pool.ts";
import { otherGuards, putGuards } from "./other-guards.ts";
import { groups, redundant } from "./redundant.ts";

/** Guards of what no run does, or hardly any, each with the test that takes them away and misses them. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["ConditionCheck MEM# REF: attribute_not_exists(erasing)", "test/store/data-subjects/guards.test.ts"],
  ["ConditionCheck MEM# META: attribute_not_exists(erasedAt)", "test/store/data-subjects/guards.test.ts"],
  ["Update MEM# REF: attribute_not_exists(erasing)", "test/store/data-subjects/guards.test.ts"],
  ["ConditionCheck MTG# META: visibility = :value", "test/store/articles/guards.test.ts"],
]);

/** Seeds in which guards are tried of which runs cannot say where they decide anything: they decide everywhere. */
const anySeeds = Array.from({ length: 40 }, (_, i) => i + 1);

/** Every guard that runs have come upon, and those that are no conditions; and groups that stand in for each other. */
export const mutantsOf = ({ guards }: Report): Mutant[] => [
  ...Object.entries(guards)
    .filter(([name]) => !elsewhere.has(name))
    .map(([name, seeds]) => ({ name, guards: [name], seeds })),
  ...Object.keys(otherGuards)
    .filter((name) => !putGuards.some((put) => put === name))
    .map((name) => ({ name, guards: [], seeds: anySeeds })),
  ...Object.entries(groups).map(([name, all]) => ({ name, guards: all, seeds: anySeeds })),
];

/** What is not as it is said to be: guards that nobody misses, and some that are said to be redundant and are not, or no longer there. */
export const surprises = (verdicts: Verdicts): string[] => [
  ...Object.entries(verdicts).flatMap(([name, broken]) => {
    if (!broken) return redundant.has(name) ? [] : [`Nobody misses the guard "${name}"`];
    return redundant.has(name) ? [`"${name}" is not redundant: seed ${broken.seed}, ${broken.broken[0]}`] : [];
  }),
  ...[...redundant.keys()].filter((name) => !(name in verdicts)).map((name) => `There is no guard "${name}"`),
];
