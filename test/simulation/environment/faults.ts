import type { Random } from "../../support/random.ts";

/** What may happen to a call on its way to the table or back. */
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

/** How much goes wrong in a run. */
export type Weather = {
  /** The fault of the next call, if any. */
  draw(): CallFault | undefined;
  /** Whether a caller loses patience and asks again while the first request is still under way. */
  impatient(): boolean;
  /** From now on nothing goes wrong any more. */
  clear(): void;
};

/** Shares of calls that meet a fault: fine days, ordinary ones, storms. */
const shares = [0, 0.02, 0.08, 0.2, 0.4];

export const createWeather = (random: Random): Weather => {
  let share = random.pick(shares) ?? 0;
  // A storm is mostly of one kind: what one kind does is seen best by itself.
  const usual = random.pick(callFaults);
  return {
    draw: () => {
      if (share === 0 || !random.chance(share)) return undefined;
      return random.chance(0.4) ? usual : random.pick(callFaults);
    },
    impatient: () => share > 0 && random.chance(share / 2),
    clear: () => {
      share = 0;
    },
  };
};

/** A day on which many calls take long, so that much happens between two of them. */
export const slowWeather = (random: Random): Weather => {
  let share = 0.6;
  return {
    draw: () => (random.chance(share) ? "slow" : undefined),
    impatient: () => false,
    clear: () => {
      share = 0;
    },
  };
};

/** A day on which nothing goes wrong. */
export const fineWeather: Weather = { draw: () => undefined, impatient: () => false, clear: () => undefined };
