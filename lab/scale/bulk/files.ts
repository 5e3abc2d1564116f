import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Item } from "../../../lib/table/write.ts";
import { marshalled } from "../../../test/support/memory-engine/marshall.ts";
import type { Attributes } from "../../../test/support/memory-engine/values.ts";

/** Items in one file; a part is never cut. */
const itemsOfFile = 200_000;

/** A line of an import: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataImport.Format.html */
const lineOf = (item: Item) => `${JSON.stringify({ Item: marshalled(item as Attributes) })}\n`;

/**
 * Writes items as gzipped DynamoDB JSON, which both AWS's import from S3 and dynoxide's take.
 * @param name what the files in the folder are called, before their number
 * @returns how many there were
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
