import { setTimeout as wait } from "node:timers/promises";

/** Timeouts in milliseconds of a connection and of a call. */
export const connectionTimeout = 1_000;
export const requestTimeout = 2_000;
/** Attempts of the SDK for one call. */
export const sdkAttempts = 3;
/** Longest total pause of the SDK between attempts: its base for throttling, doubled (0.5 and 1 s). */
const sdkPauses = 1_500;
/** Longest duration of one call. */
const longestCall = sdkAttempts * requestTimeout + sdkPauses;

/** Milliseconds from the first call of an operation within which it is retried. */
export const retryBudgetMs = 2_000;
/** Retries within that time, a bound also for a clock that does not advance. */
const triesMaximum = 12;
const longestPause = 400;

/** Longest duration of one table operation, its last retry included. */
export const longestOperation = retryBudgetMs + longestCall;

/** Milliseconds from the start of a request within which it may start an operation, so that the last one ends in time. */
export const requestDeadlineMs = 5_000;

/** Clock, timer and randomness. */
export type RetryRuntime = {
  /** Milliseconds from any origin. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
  /** In [0, 1). */
  random(): number;
};

export const systemRetryRuntime: RetryRuntime = { now: () => performance.now(), pause: wait, random: Math.random };

/**
 * Starts the retries of an operation. The function it returns pauses and resolves to true, or resolves to false once the budget is
 * used up. Pauses have full jitter, so that conflicting writers do not collide again.
 */
export const createRetrier = ({ now, pause, random }: RetryRuntime): (() => Promise<boolean>) => {
  const began = now();
  let tries = 0;
  return async () => {
    tries += 1;
    const milliseconds = random() * Math.min(longestPause, 10 * 2 ** tries);
    if (tries >= triesMaximum || now() - began + milliseconds > retryBudgetMs) return false;
    await pause(milliseconds);
    return true;
  };
};
