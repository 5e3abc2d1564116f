import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Messages in the queues of a state folder where failures end. */
export const failuresIn = (state: string): string[] => {
  const queues = join(state, "queues");
  if (!existsSync(queues)) return [];
  return readdirSync(queues, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => `A failure waits: ${name}`);
};
