/** Lets so many pieces of work run at once; the others wait in order of arrival. */
export const createLimiter = (least: number) => {
  let most = least;
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    /** From now on so many, where that is more. */
    widen(to: number) {
      most = Math.max(most, to);
    },
    async take<T>(context: () => Promise<T>): Promise<T> {
      if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await context();
      } finally {
        const next = waiting.shift();
        // The turn goes from hand to hand: nobody who comes in between can take it.
        if (next) next();
        else running -= 1;
      }
    },
  };
};
