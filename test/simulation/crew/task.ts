/** What one worker does: every `step`-th seed from the first on. */
export type Task = { first: number; step: number; runs: number };

/** A run in which an invariant broke. */
export type Broken = { seed: number; broken: string[] };

/** What a worker gives back. Of a broken build thousands of runs tell the same: the first few are enough. */
export type Report = { runs: number; broken: Broken[] };

export const brokenMost = 5;
