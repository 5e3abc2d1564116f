import { setTimeout as pause } from "node:timers/promises";

/** Lets so many actions begin in a second, one after the other, whoever asks; what was late is not made up for. */
export const createPace = (perSecond: number) => {
  let next = performance.now();
  return async (): Promise<void> => {
    const now = performance.now();
    const mine = Math.max(now, next);
    next = mine + 1_000 / perSecond;
    await pause(mine - now);
  };
};
