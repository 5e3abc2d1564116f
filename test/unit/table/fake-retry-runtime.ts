import type { RetryRuntime } from "../../../lib/table/retry.ts";

/** A constant clock and randomness; pauses end immediately and are recorded. */
export const fakeRetryRuntime = (pauses: number[] = []): RetryRuntime => ({
  now: () => 0,
  pause: async (milliseconds) => {
    pauses.push(milliseconds);
  },
  random: () => 0.5,
});
