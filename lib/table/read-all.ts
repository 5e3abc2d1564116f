import { keysOf, type Range } from "./range.ts";
import type { Table } from "./table.ts";
import type { Item } from "./write.ts";

/** Every item of a range, one page of a megabyte after the other: for ranges that hardly ever have a second. */
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
