import type { Item } from "../../../lib/table/write.ts";
import type { Size } from "../nation/shape.ts";
import { writeItems } from "./files.ts";
import { type Counted, createCount } from "./manifest.ts";
import { type Branch, recordNation } from "./record-nation.ts";

/** A branch to record, and where its files go. */
export type BranchTask = { size: Size; branch: Branch; folder: string };

/** What a branch has come to; the items of the top, which all branches share, with what it counts of this one. */
export type RecordedBranch = { items: number; top: Item[]; counted: Counted };

/** Committees between two words about how far it is. */
const toldEvery = 500;

/** Records a branch and writes it to files, all but the top. */
export const recordBranch = async (
  { size, branch, folder }: BranchTask,
  say: (text: string) => void,
): Promise<RecordedBranch> => {
  const count = createCount(size);
  const top: Item[] = [];
  const parts = async function* (): AsyncGenerator<Item[]> {
    let committees = 0;
    for await (const part of recordNation(size, branch)) {
      if ("committee" in part) {
        count.take(part.committee);
        committees += 1;
        if (committees % toldEvery === 0) say(`Provinces from ${branch.from}: ${committees} committees`);
      }
      if ("level" in part && part.level === "top") top.push(...part.items);
      else yield part.items;
    }
  };
  const items = await writeItems(folder, `from-${branch.from}`, parts());
  return { items, top, counted: count.total() };
};

/** The items of the top as all branches together make them: what is counted is added up, all else is the same in each. */
export const joinedTop = (tops: readonly (readonly Item[])[]): Item[] => {
  const whole = new Map<string, Item>();
  for (const item of tops.flat()) {
    const known = whole.get(`${item.pk} ${item.sk}`);
    whole.set(`${item.pk} ${item.sk}`, known ? sumOf(known, item) : item);
  }
  return [...whole.values()];
};

/** Numbers that say what it is, not how many. */
const fixed = new Set(["place", "version"]);

const sumOf = (one: Item, other: Item): Item => {
  const counts = Object.entries(other).filter(([name, value]) => typeof value === "number" && !fixed.has(name));
  return {
    ...one,
    ...Object.fromEntries(counts.map(([name, count]) => [name, Number(one[name] ?? 0) + Number(count)])),
  };
};
