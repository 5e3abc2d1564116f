import { messageOf } from "../errors.ts";
import { repeat } from "../repeat.ts";
import { findDynamoDbLocal, startDynamoDbLocal } from "./dynamodb-local.ts";
import { findDynoxide, startDynoxide } from "./dynoxide.ts";
import type { TableEngine } from "./engine.ts";

/** Starts the table engine: dynoxide on a file, or DynamoDB Local on platforms without dynoxide. */
export const startEngine = async (file: string, warn: (message: string) => void): Promise<TableEngine> => {
  const program = findDynoxide();
  if (program) return startDynoxide(program, file);
  const java = findDynamoDbLocal();
  if (java === undefined)
    throw new Error("There is no table engine: neither @dynoxide/linux-x64 nor Java 17 is installed");
  warn(
    "The table is in memory: @dynoxide/linux-x64 is not installed, so DynamoDB Local is used. A stop deletes all records, " +
      "and the engine listens on all interfaces of this machine.",
  );
  return startDynamoDbLocal(java);
};

/** Milliseconds for which deleted data may remain in the files of the engine. */
const scrubInterval = 600_000;

/** Removes deleted data from the files of the engine at regular intervals. */
export const startScrubbing = (
  engine: Pick<TableEngine, "scrub">,
  log: (message: string) => void,
  every = scrubInterval,
) => {
  const scrub = () =>
    engine.scrub().catch((error: unknown) => log(`The table file was not scrubbed: ${messageOf(error)}`));
  return repeat(scrub, { every, isDelayed: true });
};
