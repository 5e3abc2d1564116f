import { limits } from "../vocabulary/limits.ts";
import { keysOf, type Range } from "./range.ts";
import type { Found, Table } from "./table.ts";
import type { Item } from "./write.ts";

/** What a list asks for: how many, and after which position (the sort key its last page ended at). */
export type PageRequest = { limit: number; after?: string | undefined };

export type Page<T> = { items: T[] /** Where the next page starts, if there may be one. */; next: string | undefined };

/** Turns an item into what the list shows, or leaves it out. */
export type ItemMapper<T> = (item: Item) => T | undefined;

/** Ranges that one page may merge: it reads a page of each, and no more items than any page reads. */
export const rangesMaximum = ({ limit }: PageRequest): number => Math.floor(limits.pageReads / (limit + 1));

/**
 * One page of a list, in one round trip. `keep` may still be on its way: what it depends on is read beside the page. With
 * `filtered`, up to 1,000 items are read to fill the page. Several ranges with the same order are merged.
 */
export const readPage = async <T>(
  table: Table,
  ranges: readonly Range[],
  request: PageRequest,
  keep: ItemMapper<T> | Promise<ItemMapper<T>>,
  filtered: boolean,
): Promise<Page<T>> => {
  const { sortKey } = keysOf(ranges[0]?.index);
  const descending = ranges[0]?.descending ?? false;
  const sortOf = (item: Item) => String(item[sortKey]);
  const limit = filtered ? Math.floor(limits.pageReads / ranges.length) : request.limit + 1;
  const queries = ranges.map((range) => table.query(started({ ...range, limit }, request.after)));
  const [kept, ...found] = await Promise.all([keep, ...queries]);
  const inOrder = (a: string, b: string) => (descending ? byBytes(b, a) : byBytes(a, b));
  const horizon = mergeBoundary(found, sortOf, inOrder);
  const read = found
    .flatMap(({ items }) => items)
    .sort((a, b) => inOrder(sortOf(a), sortOf(b)))
    .filter((item) => horizon === undefined || inOrder(sortOf(item), horizon) <= 0);
  return cut(read, request.limit, kept, sortOf, horizon);
};

const started = (range: Range, after: string | undefined): Range =>
  after === undefined ? range : { ...range, ...(range.descending ? { below: after } : { above: after }) };

/** How far all ranges have been read: behind it, one that stopped early may hold items that belong before others. */
const mergeBoundary = (
  found: readonly Found[],
  sortOf: (item: Item) => string,
  inOrder: (a: string, b: string) => number,
) =>
  found
    .filter(({ more }) => more)
    .map(({ items }) => items.at(-1))
    .flatMap((item) => (item ? [sortOf(item)] : []))
    .sort(inOrder)[0];

const cut = <T>(
  read: readonly Item[],
  limit: number,
  keep: ItemMapper<T>,
  sortOf: (item: Item) => string,
  horizon: string | undefined,
): Page<T> => {
  const items: T[] = [];
  let position: string | undefined;
  for (const item of read) {
    const kept = keep(item);
    if (kept !== undefined && items.length === limit) return { items, next: position };
    if (kept !== undefined) items.push(kept);
    position = sortOf(item);
  }
  return { items, next: horizon };
};

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
