import { limits } from "../vocabulary/limits.ts";
import { keysOf, type Range } from "./range.ts";
import type { Found, Table } from "./table.ts";
import type { Item } from "./write.ts";

/** A page of a list: its size, and the sort key that the previous page ended at. */
export type PageRequest = { limit: number; after?: string | undefined };

export type Page<T> = {
  items: T[] /** The position of the next page, if there may be one. */;
  next: string | undefined;
};

/** Maps an item to what the list shows; undefined leaves it out. */
export type ItemMapper<T> = (item: Item) => T | undefined;

/** Ranges that one page may merge: it reads a page of each, within the limit of items for a page. */
export const rangesMaximum = ({ limit }: PageRequest): number => Math.floor(limits.pageReads / (limit + 1));

/**
 * One page of a list in one round trip. `keep` may be a promise: what it depends on is read in parallel. With
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
  const [mapper, ...found] = await Promise.all([keep, ...queries]);
  const inOrder = (a: string, b: string) => (descending ? byBytes(b, a) : byBytes(a, b));
  const boundary = mergeBoundary(found, sortOf, inOrder);
  const read = found
    .flatMap(({ items }) => items)
    .sort((a, b) => inOrder(sortOf(a), sortOf(b)))
    .filter((item) => boundary === undefined || inOrder(sortOf(item), boundary) <= 0);
  return cut(read, request.limit, mapper, sortOf, boundary);
};

const started = (range: Range, after: string | undefined): Range =>
  after === undefined ? range : { ...range, ...(range.descending ? { below: after } : { above: after }) };

/** The sort key up to which all ranges have been read: beyond it, a truncated range may have earlier items than the others. */
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
  boundary: string | undefined,
): Page<T> => {
  const items: T[] = [];
  let position: string | undefined;
  for (const item of read) {
    const mapped = keep(item);
    if (mapped !== undefined && items.length === limit) return { items, next: position };
    if (mapped !== undefined) items.push(mapped);
    position = sortOf(item);
  }
  return { items, next: boundary };
};

const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
