import { setTimeout as wait } from "node:timers/promises";

/** Milliseconds in which a connection must stand, and after which a call without an answer is given up. */
export const connectionTimeout = 1_000;
export const requestTimeout = 2_000;
/** Tries that the SDK makes of one call. */
export const sdkAttempts = 3;
/** The most that the SDK pauses between them: its base for throttling, doubled (0.5 and 1 s). */
const sdkPauses = 1_500;
/** The longest that one call takes, whatever happens to it. */
const longestCall = sdkAttempts * requestTimeout + sdkPauses;

/** Milliseconds from the first call of an operation in which we begin it again. */
export const retryBudgetMs = 2_000;
/** Tries of ours within that time, so that a clock that stands still ends them too. */
const triesMaximum = 12;
const longestPause = 400;

/** The longest that one operation of the table takes, its last try begun at the last moment. */
export const longestOperation = retryBudgetMs + longestCall;

/** Milliseconds from the start of a request in which it may begin an operation: the last one still ends in time. */
export const requestDeadlineMs = 5_000;

/** Time and chance, from outside. */
export type RetryRuntime = {
  /** Milliseconds, from anywhere on. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
};

export const systemRetryRuntime: RetryRuntime = { now: () => performance.now(), pause: wait, random: Math.random };

/**
 * Begins an operation. What it gives waits until another try makes sense and says so, or says at once that it has been
 * tried enough. Pauses have full jitter: writers that met do not meet again at once.
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
