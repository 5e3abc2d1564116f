import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Item } from "../../../lib/table/write.ts";
import { type Size, shapeOf } from "../nation/shape.ts";
import { runTask } from "../tasks.ts";
import { createExpected, type Expected, joinExpected } from "./expected.ts";
import { dataFolder, importItems, writeItems } from "./files.ts";
import { type Branch, recordNation } from "./record-nation.ts";

/** How many statistics and members of a nation were compared with its plan. */
export type Verified = { statistics: number; members: number };

/** Describes a loaded nation. */
export type Manifest = Expected & {
  size: Size;
  items: number;
  seconds: { recording: number; importing: number };
  /** Compared before anything else was recorded. */
  verified?: Verified;
};

export const databaseIn = (folder: string): string => join(folder, "table.db");
const manifestIn = (folder: string) => join(folder, "manifest.json");
const filesIn = (folder: string) => join(folder, "files");

/** A branch to record, and the folder of its files. */
export type BranchTask = { size: Size; branch: Branch; folder: string };

/** A recorded branch; `top`: the items of the top with the counts of this branch. */
export type RecordedBranch = { items: number; top: Item[]; expected: Expected };

/** Committees between two lines of progress. */
const reportEvery = 500;

/** Records a branch and writes its items to files, all but those of the top. */
export const recordBranch = async ({ size, branch, folder }: BranchTask): Promise<RecordedBranch> => {
  const expected = createExpected(size);
  const top: Item[] = [];
  const parts = async function* (): AsyncGenerator<Item[]> {
    let committees = 0;
    for await (const part of recordNation(size, branch)) {
      if ("committee" in part) {
        expected.add(part.committee);
        committees += 1;
        if (committees % reportEvery === 0)
          process.stderr.write(`Provinces from ${branch.from}: ${committees} committees\n`);
      }
      if ("isTop" in part && part.isTop) top.push(...part.items);
      else yield part.items;
    }
  };
  const items = await writeItems(folder, `from-${branch.from}`, parts());
  return { items, top, expected: expected.total() };
};

/** Numbers that are not counters. */
const fixed = new Set(["place", "version"]);

/** The items of the top with the counters of all branches added; everything else is equal in each branch. */
export const joinTop = (tops: readonly (readonly Item[])[]): Item[] => {
  const joined = new Map<string, Item>();
  for (const item of tops.flat()) {
    const name = `${item.pk} ${item.sk}`;
    const known = joined.get(name);
    const counters = Object.entries(item).filter(([key, value]) => typeof value === "number" && !fixed.has(key));
    const sums = counters.map(([key, count]) => [key, Number(known?.[key] ?? 0) + Number(count)]);
    joined.set(name, known ? { ...known, ...Object.fromEntries(sums) } : item);
  }
  return [...joined.values()];
};

/** Splits the provinces of a nation into branches to be recorded in parallel. */
const branchesOf = (provinces: number, parallel: number): Branch[] => {
  const count = Math.min(parallel, provinces);
  const start = (i: number) => Math.floor((i * provinces) / count);
  return Array.from({ length: count }, (_, i) => ({ from: start(i), until: start(i + 1) }));
};

/** Records a nation, writes it to files and imports them into a database. */
export const loadNation = async (size: Size, folder: string, report: (line: string) => void): Promise<Manifest> => {
  const data = dataFolder(filesIn(folder));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(data, { recursive: true });
  const begun = performance.now();
  const branches = branchesOf(shapeOf(size).provinces, availableParallelism());
  const recorded = await Promise.all(
    branches.map((branch) => runTask<RecordedBranch>({ name: "record", size, branch, folder: data })),
  );
  const top = joinTop(recorded.map((one) => one.top));
  await writeItems(data, "top", [top].values());
  const items = recorded.reduce((total, one) => total + one.items, top.length);
  const written = performance.now();
  report(`${items} items recorded, importing`);
  await importItems(filesIn(folder), databaseIn(folder));
  const seconds = { recording: (written - begun) / 1_000, importing: (performance.now() - written) / 1_000 };
  const manifest = { size, items, seconds, ...joinExpected(recorded.map(({ expected }) => expected)) };
  writeFileSync(manifestIn(folder), JSON.stringify(manifest));
  rmSync(filesIn(folder), { recursive: true });
  return manifest;
};

/** Compares a newly loaded nation with its plan, and notes it in the manifest. Throws at the first difference. */
export const verifyLoaded = async (folder: string): Promise<Verified> => {
  const verified = await runTask<Verified>({ name: "verify", folder });
  writeFileSync(manifestIn(folder), JSON.stringify({ ...readManifest(folder), verified }));
  return verified;
};

export const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(manifestIn(folder), "utf8"));
