import { setTimeout as wait } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";

/** Waits until the condition holds; the time limit allows for a busy machine. */
export const until = async (condition: () => boolean | Promise<boolean>, milliseconds = 120_000): Promise<void> => {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`The condition did not hold within ${milliseconds} ms: ${condition}`);
    await wait(10);
  }
};

/** Waits until `read` returns the expected value. If it does not in time, the comparison fails with both values. */
export const expectEventually = async <T>(read: () => Promise<T>, expected: T): Promise<void> => {
  let last: T | undefined;
  await until(async () => {
    last = await read();
    return isDeepStrictEqual(last, expected);
  }).catch(() => undefined);
  expect(last).toEqual(expected);
};
