/** Limits the number of concurrent tasks; further tasks wait in order of arrival. */
export const createLimiter = (limit: number) => {
  let max = limit;
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    /** Never lowers the limit. */
    raiseLimit(to: number) {
      max = Math.max(max, to);
    },
    async run<T>(task: () => Promise<T>): Promise<T> {
      if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        // The slot is passed on directly, so that no new task can take it first.
        if (next) next();
        else running -= 1;
      }
    },
  };
};
