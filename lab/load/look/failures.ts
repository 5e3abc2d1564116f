import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Messages in the queues of a state folder where failures end. What waits to be worked on has a folder of its own. */
export const failuresIn = (state: string): string[] => {
  const queues = join(state, "queues");
  if (!existsSync(queues)) return [];
  return readdirSync(queues, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json") && !name.includes("/waiting/"))
    .map((name) => `A failure waits: ${name}`);
};
