import { setTimeout as wait } from "node:timers/promises";

export type Repetition = {
  /** Milliseconds between two runs. */
  every: number;
  /** Waits before the first run too. */
  isDelayed?: boolean;
};

/** Runs a task repeatedly until it is stopped. The task must not throw. */
export const repeat = (task: (signal: AbortSignal) => Promise<void>, { every, isDelayed = false }: Repetition) => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = () => wait(every, undefined, { signal }).catch(() => undefined);
  const run = async () => {
    if (isDelayed) await pause();
    while (!signal.aborted) {
      await task(signal);
      await pause();
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
};
