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
