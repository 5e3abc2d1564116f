import { setTimeout as wait } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import { findDynamoDbLocal, startDynamoDbLocal } from "./dynamodb-local.ts";
import { findDynoxide, startDynoxide } from "./dynoxide.ts";
import type { TableEngine } from "./engine.ts";

/** Starts the table engine of this machine: dynoxide on a file, or where it is not built for it, DynamoDB Local. */
export const startEngine = async (file: string, warn: (message: string) => void): Promise<TableEngine> => {
  const program = findDynoxide();
  if (program) return startDynoxide(program, file);
  const java = findDynamoDbLocal();
  if (java === undefined)
    throw new Error("No table engine for this machine: @dynoxide/linux-x64 is not installed, and there is no Java 17");
  warn(
    "The table is in memory: @dynoxide/linux-x64 is not installed, so DynamoDB Local stands in. Nothing is kept at a stop, " +
      "and it listens on every interface of this machine.",
  );
  return startDynamoDbLocal(java);
};

/** Milliseconds for which what was deleted may still be found in the engine's files. */
const scrubEvery = 600_000;

/** Keeps the engine's files free of what the table no longer holds. */
export const startScrubbing = (
  engine: Pick<TableEngine, "scrub">,
  log: (message: string) => void,
  every = scrubEvery,
) => {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await wait(every, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      await engine.scrub().catch((error: unknown) => log(`The table's file: ${messageOf(error)}`));
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
