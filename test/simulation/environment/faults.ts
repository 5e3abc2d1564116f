import type { Random } from "../../support/random.ts";

/** Faults of a call to the table. */
export const callFaults = [
  "throttled",
  "no-request",
  "no-reply",
  "late",
  "twice",
  "slow",
  "crash-before",
  "crash-after",
  "conflict",
  "in-progress",
  "unprocessed",
] as const;
export type CallFault = (typeof callFaults)[number];

/** Decides which faults are injected into a run. */
export type FaultPlan = {
  /** The fault of the next call, if any. */
  draw(): CallFault | undefined;
  /** Whether a caller times out early and retries while its first request is in progress. */
  timesOutEarly(): boolean;
  /** Stops injecting faults. */
  clear(): void;
};

/** Shares of calls with a fault, one of which is chosen for a run. */
const shares = [0, 0.02, 0.08, 0.2, 0.4];

export const createFaultPlan = (random: Random): FaultPlan => {
  let share = random.pick(shares) ?? 0;
  // Many faults of a run are of one kind, whose effects then accumulate.
  const usual = random.pick(callFaults);
  return {
    draw: () => {
      if (share === 0 || !random.chance(share)) return undefined;
      return random.chance(0.4) ? usual : random.pick(callFaults);
    },
    timesOutEarly: () => share > 0 && random.chance(share / 2),
    clear: () => {
      share = 0;
    },
  };
};

/** Makes many calls slow, so that much happens between two calls of a request. */
export const slowCallsOnly = (random: Random): FaultPlan => {
  let share = 0.6;
  return {
    draw: () => (random.chance(share) ? "slow" : undefined),
    timesOutEarly: () => false,
    clear: () => {
      share = 0;
    },
  };
};

/** Injects no faults. */
export const noFaults: FaultPlan = { draw: () => undefined, timesOutEarly: () => false, clear: () => undefined };
