import { keysOf, type Range } from "./range.ts";
import type { Table } from "./table.ts";
import type { Item, Key } from "./write.ts";

/** All items of a range, in pages of 1 MB: for ranges that rarely have a second. */
export const readAll = async (table: Pick<Table, "query">, range: Range): Promise<Item[]> => {
  const { sortKey } = keysOf(range.index);
  const all: Item[] = [];
  let from = range;
  for (;;) {
    const { items, more } = await table.query(from);
    all.push(...items);
    const last = items.at(-1);
    if (!more || !last) return all;
    from = { ...range, above: String(last[sortKey]) };
  }
};

/** Keys one read takes. */
const readAtOnce = 100;

/** Any number of items in the order of the keys; `undefined` where there is none. One round trip of parallel reads. */
export const readMany = async (
  table: Pick<Table, "getMany">,
  wanted: readonly Key[],
): Promise<(Item | undefined)[]> => {
  const chunks: Key[][] = [];
  for (let i = 0; i < wanted.length; i += readAtOnce) chunks.push(wanted.slice(i, i + readAtOnce));
  return (await Promise.all(chunks.map((chunk) => table.getMany(chunk)))).flat();
};
