import { setTimeout as wait } from "node:timers/promises";

/** Waits until something holds; throws when it does not in time. */
export async function until(holds: () => boolean | Promise<boolean>, milliseconds = 5_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`It did not come to hold within ${milliseconds} ms: ${holds}`);
    await wait(10);
  }
}
