import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Item } from "../../../lib/table/write.ts";
import { tableName } from "../../bench/place/place.ts";
import type { Size } from "../nation/shape.ts";
import { writeItems } from "./files.ts";
import { dataFolder, importItems } from "./import.ts";
import { createCount, type Manifest } from "./manifest.ts";
import { recordNation } from "./record-nation.ts";

/** Where a loaded nation lies in a folder of its own. */
export const databaseIn = (folder: string): string => join(folder, "table.db");
const manifestIn = (folder: string) => join(folder, "manifest.json");
const filesIn = (folder: string) => join(folder, "files");

/** Committees between two words about how far it is. */
const toldEvery = 500;

/** Records a nation, writes it to files and imports them into a database. Gives what must be in it. */
export const loadNation = async (size: Size, folder: string, say: (text: string) => void): Promise<Manifest> => {
  mkdirSync(folder, { recursive: true });
  const count = createCount(size);
  const began = performance.now();
  const parts = async function* (): AsyncGenerator<Item[]> {
    let committees = 0;
    for await (const part of recordNation(size)) {
      if ("committee" in part) {
        count.take(part.committee);
        committees += 1;
        if (committees % toldEvery === 0) say(`${committees} of ${size.committees} committees`);
      }
      yield part.items;
    }
  };
  const items = await writeItems(dataFolder(filesIn(folder), tableName), parts());
  const recorded = performance.now();
  say(`${items} items recorded, now imported`);
  await importItems(filesIn(folder), tableName, databaseIn(folder));
  const seconds = { recording: (recorded - began) / 1_000, importing: (performance.now() - recorded) / 1_000 };
  const manifest = { size, items, seconds, ...count.total() };
  writeFileSync(manifestIn(folder), JSON.stringify(manifest));
  return manifest;
};

/** What a folder was loaded with. Throws where nothing was. */
export const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(manifestIn(folder), "utf8"));

/** Takes the files that were imported away. */
export const dropFiles = (folder: string): void => rmSync(filesIn(folder), { recursive: true, force: true });
