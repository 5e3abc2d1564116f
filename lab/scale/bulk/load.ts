import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { tableName } from "../../bench/place/place.ts";
import { type Size, shapeOf } from "../nation/shape.ts";
import { runChild } from "../run-child.ts";
import { type BranchTask, joinedTop, type RecordedBranch } from "./branch.ts";
import { writeItems } from "./files.ts";
import { dataFolder, importItems } from "./import.ts";
import { joined, type Manifest, type Verified } from "./manifest.ts";

/** Where a loaded nation lies in a folder of its own. */
export const databaseIn = (folder: string): string => join(folder, "table.db");
const manifestIn = (folder: string) => join(folder, "manifest.json");
const filesIn = (folder: string) => join(folder, "files");

/** As many branches of a nation as can be recorded side by side. */
const branchesOf = ({ provinces }: { provinces: number }, side: number) =>
  Array.from({ length: Math.min(side, provinces) }, (_, i, count = Math.min(side, provinces)) => ({
    from: Math.floor((i * provinces) / count),
    until: Math.floor(((i + 1) * provinces) / count),
  }));

/** Records a nation, writes it to files and imports them into a database. Gives what must be in it. */
export const loadNation = async (size: Size, folder: string, say: (text: string) => void): Promise<Manifest> => {
  const data = dataFolder(filesIn(folder), tableName);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const began = performance.now();
  const branches = branchesOf(shapeOf(size), availableParallelism());
  const child = join(import.meta.dirname, "child.ts");
  const recorded = await Promise.all(
    branches.map((branch) => runChild<RecordedBranch>(child, { size, branch, folder: data } satisfies BranchTask)),
  );
  const top = joinedTop(recorded.map((one) => one.top));
  await writeItems(data, "top", [top].values());
  const items = recorded.reduce((sum, one) => sum + one.items, top.length);
  const written = performance.now();
  say(`${items} items recorded, now imported`);
  await importItems(filesIn(folder), tableName, databaseIn(folder));
  const seconds = { recording: (written - began) / 1_000, importing: (performance.now() - written) / 1_000 };
  const manifest = { size, items, seconds, ...joined(recorded.map(({ counted }) => counted)) };
  writeFileSync(manifestIn(folder), JSON.stringify(manifest));
  return manifest;
};

/** Compares a nation that was loaded just now with what was drawn, and notes it. Throws where it is another. */
export const verifyLoaded = async (folder: string): Promise<Verified> => {
  const verified = await runChild<Verified>(join(import.meta.dirname, "../place/verify-child.ts"), folder);
  writeFileSync(manifestIn(folder), JSON.stringify({ ...readManifest(folder), verified }));
  return verified;
};

/** What a folder was loaded with. Throws where nothing was. */
export const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(manifestIn(folder), "utf8"));

/** Takes the files that were imported away. */
export const dropFiles = (folder: string): void => rmSync(filesIn(folder), { recursive: true, force: true });
