import type { Caller, Work } from "../shared/work.ts";
import { feedLanes, keys, lanesFrom, root } from "../table/keys.ts";
import { type Entry, readEntry } from "./entries.ts";
import { feedOf, type Reader } from "./sight.ts";

/** Entries that a page for a unit reads at most of its home's feed, most of which are others' where little happens in it. */
const readForUnit = 250;

export const readerOf = (caller: Caller): Reader => ({
  organisationId: caller.organisationId,
  isAdmin: caller.scopes.includes("dangbo/admin"),
});

export type EntriesPage<T> = {
  items: T[];
  /** Number of the last entry that the page has dealt with: the last shown, or the last read where all were left out. */
  last: number;
  /** Whether more may follow at once. */
  more: boolean;
};

/**
 * Entries of a feed behind a number, as far as `keep` shows them. Entries are numbered without gaps, and a query may see
 * a part of a transaction: what stands behind a gap is left to the next page.
 */
export const readEntries = async <T>(
  { table, caller }: Pick<Work, "table"> & { caller: Pick<Caller, "organisationId"> },
  feed: string,
  after: number,
  limit: number,
  keep: (entry: Entry) => T | undefined,
): Promise<EntriesPage<T>> => {
  const { sk } = keys.feedEntry(feed, after);
  const isOwn = feed === (caller.organisationId ?? root);
  const reads = isOwn ? limit + 1 : readForUnit;
  const prefix = sk.slice(0, sk.indexOf("#") + 1);
  const lanes = feedLanes(feed, after + 1);
  const range = { prefix, above: sk, limit: Math.ceil(reads / lanes.length) };
  const found = await Promise.all(lanes.map((partition) => table.query({ partition, ...range })));
  const entries = found.flatMap(({ items }) => items.map(readEntry)).sort((a, b) => a.number - b.number);
  // The last entry before the lanes ends its own partition, not the feed.
  const more = found.some((lane) => lane.more) || entries.at(-1)?.number === lanesFrom - 1;
  const gap = entries.findIndex(({ number }, i) => number !== after + 1 + i);
  return fill(gap < 0 ? entries : entries.slice(0, gap), after, limit, keep, more && gap < 0);
};

const fill = <T>(
  entries: readonly Entry[],
  after: number,
  limit: number,
  keep: (entry: Entry) => T | undefined,
  more: boolean,
): EntriesPage<T> => {
  const items: T[] = [];
  let last = after;
  for (const entry of entries) {
    const kept = keep(entry);
    if (kept === undefined) continue;
    items.push(kept);
    last = entry.number;
    if (items.length === limit) return { items, last, more: more || entry !== entries.at(-1) };
  }
  return more ? { items, last: entries.at(-1)?.number ?? after, more } : { items, last, more };
};

/** What a feed's cursors are bound to: any client of the organisation may go on where another has stopped. */
export const feedBound = ({ path }: Pick<Caller, "path">): string =>
  `changes of ${path.at(-1) ?? "the root"}, ${feedOf(path)}`;

/** Reads the number that a cursor holds. */
export const numberOf = (position: string | undefined): number => (position === undefined ? 0 : Number(position));
