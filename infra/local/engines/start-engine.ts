import { findDynamoDbLocal, startDynamoDbLocal } from "./dynamodb-local.ts";
import { findDynoxide, startDynoxide } from "./dynoxide.ts";
import type { TableEngine } from "./engine.ts";

/** Starts the table engine of this machine: dynoxide on a file, or where it is not built for it, DynamoDB Local. */
export async function startEngine(file: string, warn: (message: string) => void): Promise<TableEngine> {
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
}
