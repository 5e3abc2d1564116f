import type { RetryRuntime } from "../../../lib/table/retry.ts";

/** Time that stands still, chance that is always even; pauses are over at once and noted down. */
export const stillPatience = (paused: number[] = []): RetryRuntime => ({
  now: () => 0,
  pause: async (milliseconds) => {
    paused.push(milliseconds);
  },
  random: () => 0.5,
});
