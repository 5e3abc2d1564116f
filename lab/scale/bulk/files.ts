import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { findDynoxide } from "../../../infra/local/engines/dynoxide.ts";
import type { Item } from "../../../lib/table/write.ts";
import { marshalled } from "../../../test/support/memory-engine/marshall.ts";
import type { Attributes } from "../../../test/support/memory-engine/values.ts";
import { tableProperties } from "../../../test/support/table.ts";
import { tableName } from "../../bench/environment.ts";

/** Items in one file, at least: a part is never split. */
const itemsOfFile = 200_000;

/** A line of an import: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html */
const lineOf = (item: Item) => `${JSON.stringify({ Item: marshalled(item as Attributes) })}\n`;

/**
 * Writes items as gzipped DynamoDB JSON, the format of AWS's import from S3 and of dynoxide's.
 * @param name prefix of the file names
 * @returns the number of items
 */
export const writeItems = async (
  folder: string,
  name: string,
  parts: AsyncIterator<readonly Item[]> | Iterator<readonly Item[]>,
): Promise<number> => {
  let next = await parts.next();
  let written = 0;
  for (let file = 0; !next.done; file++) {
    let inFile = 0;
    const lines = async function* () {
      while (!next.done && inFile < itemsOfFile) {
        inFile += next.value.length;
        yield next.value.map(lineOf).join("");
        next = await parts.next();
      }
    };
    const path = join(folder, `${name}-${String(file).padStart(5, "0")}.json.gz`);
    await pipeline(Readable.from(lines()), createGzip({ level: 1 }), createWriteStream(path));
    written += inFile;
  }
  return written;
};

/** The folder in which dynoxide expects the files of a table. */
export const dataFolder = (folder: string): string => join(folder, tableName, "data");

/** Imports the files of a folder into a new database. Throws where dynoxide fails. */
export const importItems = async (folder: string, file: string): Promise<void> => {
  const program = findDynoxide();
  if (!program) throw new Error("The scale is measured on dynoxide; @dynoxide/linux-x64 is missing");
  const { StreamSpecification: stream, TimeToLiveSpecification: _, ...keys } = tableProperties;
  const Table = {
    TableName: tableName,
    ...keys,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ...(stream ? { StreamSpecification: { StreamEnabled: true, ...stream } } : {}),
  };
  const schema = join(dirname(file), "schema.json");
  writeFileSync(schema, JSON.stringify({ Table }));
  const args = ["import", "--source", folder, "--schema", schema, "--output", file, "--force"];
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  const [log, [code]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  if (code !== 0) throw new Error(`dynoxide import ended with ${code}: ${log}`);
};
