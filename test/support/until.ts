import { setTimeout as wait } from "node:timers/promises";

/** Waits until the condition holds; the time limit allows for a busy machine. */
export const until = async (condition: () => boolean | Promise<boolean>, milliseconds = 30_000): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`The condition did not hold within ${milliseconds} ms: ${condition}`);
    await wait(10);
  }
};
