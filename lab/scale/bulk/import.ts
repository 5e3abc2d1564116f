import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { findDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import { tableProperties } from "../../../test/support/table.ts";

/** Where files of a table lie for dynoxide: `<folder>/<table>/data`. */
export const dataFolder = (folder: string, tableName: string): string => join(folder, tableName, "data");

/** Imports what lies in a folder into a new database, which no stream tells of. Throws where dynoxide refuses. */
export const importItems = async (folder: string, tableName: string, file: string): Promise<void> => {
  const program = findDynoxide();
  if (!program) throw new Error("The scale is measured on dynoxide, and @dynoxide/linux-x64 is not here");
  const { StreamSpecification: stream, TimeToLiveSpecification: _, ...keys } = tableProperties;
  const description = {
    TableName: tableName,
    ...keys,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ...(stream ? { StreamSpecification: { StreamEnabled: true, ...stream } } : {}),
  };
  const schema = join(dirname(file), "schema.json");
  writeFileSync(schema, JSON.stringify({ Table: description }));
  const options = ["--source", folder, "--schema", schema, "--output", file, "--force"];
  const child = spawn(program, ["import", ...options], { stdio: ["ignore", "ignore", "pipe"] });
  // It tells how far it is where it tells what is wrong.
  const [told, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  if (code !== 0) throw new Error(`dynoxide import ended with ${code}: ${told}`);
};
