import { type IndexName, table } from "../../../../lib/contract/table.ts";
import type { Range } from "../../../../lib/table/range.ts";
import type { Item } from "../../../../lib/table/write.ts";
import type { Units } from "../capacity.ts";
import { type Guarantee, type Moment, type Need, nameOf } from "./need.ts";
import { bytesOf } from "./size.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
const readStep = 4_096;
const writeStep = 1_024;
/** Items of a page where a list does not say how many. */
const pageLength = 50;

export type Needed = { need: Need; units: Units };

/**
 * The fewest units for what is needed, out of the items as they were before and as they are after: what is read by key each
 * for itself, a page by all its items together, and what is written twice where more than one item has to be or none.
 */
export const neededUnits = (needs: readonly Need[], before: Moment, after: Moment): Needed[] => {
  const distinct = [...new Map(needs.map((need) => [JSON.stringify(keyOf(need)), need])).values()];
  const times = distinct.filter((need) => "write" in need || "check" in need).length > 1 ? 2 : 1;
  return distinct.map((need) => ({ need, units: unitsOfNeed(need, before, after, times) }));
};

const keyOf = (need: Need) => ("read" in need ? { read: need.read } : "write" in need ? { write: need.write } : need);

const unitsOfNeed = (need: Need, before: Moment, after: Moment, times: number): Units => {
  if ("read" in need)
    return { read: steps(sizeOf(before.get(nameOf(need.read))), readStep) * (need.mayLag ? 0.5 : 1), write: 0 };
  if ("page" in need)
    return { read: steps(bytesIn(need.page, before, need.items ?? pageLength), readStep) * 0.5, write: 0 };
  if ("whole" in need) return { read: steps(bytesIn(need.whole, before), readStep), write: 0 };
  if ("check" in need) return { read: 0, write: times * steps(sizeOf(before.get(nameOf(need.check))), writeStep) };
  return { read: 0, write: times * written(before.get(nameOf(need.write)), after.get(nameOf(need.write))) };
};

const steps = (bytes: number, step: number) => Math.max(1, Math.ceil(bytes / step));
const sizeOf = (item: Item | undefined) => (item ? bytesOf(item) : 0);

const bytesIn = (range: Range, moment: Moment, items?: number): number =>
  [...moment.values()]
    .filter((item) => isIn(range, item))
    .slice(0, items)
    .reduce((sum, item) => sum + bytesOf(item), 0);

const isIn = ({ index, partition, prefix = "", from = "" }: Range, item: Item) => {
  const { partitionKey, sortKey } = index ? table.indexes[index] : table;
  const sort = String(item[sortKey] ?? "");
  return item[partitionKey] === partition && sort.startsWith(prefix) && sort >= from;
};

/** Units of one write: of the item, and of its entry in every index. */
const written = (old: Item | undefined, now: Item | undefined): number =>
  steps(Math.max(sizeOf(old), sizeOf(now)), writeStep) +
  (Object.keys(table.indexes) as IndexName[]).reduce((sum, index) => sum + entryWritten(index, old, now), 0);

const entryWritten = (index: IndexName, old: Item | undefined, now: Item | undefined): number => {
  const [was, is] = [placeIn(index, old), placeIn(index, now)];
  const cost = (item: Item | undefined) => steps(sizeOf(item), writeStep);
  if (was === is) return was === undefined ? 0 : Math.max(cost(old), cost(now));
  return (was === undefined ? 0 : cost(old)) + (is === undefined ? 0 : cost(now));
};

/** Where an item stands in an index; undefined where it does not. */
const placeIn = (index: IndexName, item: Item | undefined): string | undefined => {
  const { partitionKey, sortKey } = table.indexes[index];
  const [partition, sort] = [item?.[partitionKey], item?.[sortKey]];
  return typeof partition === "string" && typeof sort === "string" ? `${partition}\n${sort}` : undefined;
};

/** The sum of all that is needed. */
export const total = (needed: readonly Needed[]): Units => ({
  read: needed.reduce((sum, { units }) => sum + units.read, 0),
  write: needed.reduce((sum, { units }) => sum + units.write, 0),
});

/** How much of it is for each guarantee, in units of either kind. */
export const byGuarantee = (needed: readonly Needed[]): [Guarantee, number][] => {
  const sums = new Map<Guarantee, number>();
  for (const { need, units } of needed) sums.set(need.for, (sums.get(need.for) ?? 0) + units.read + units.write);
  return [...sums];
};
