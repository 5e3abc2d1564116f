/** Lets so many pieces of work run at once; the others wait in order of arrival. */
export function createTurns(most: number) {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async take<T>(work: () => Promise<T>): Promise<T> {
      if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      else running += 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        // The turn goes from hand to hand: nobody who comes in between can take it.
        if (next) next();
        else running -= 1;
      }
    },
  };
}
