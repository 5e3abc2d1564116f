import type { RequestContext } from "../records/request-context.ts";
import { changeVerbFor, type FeedReader, feedOf } from "./audience.ts";
import type { ChainedEntry } from "./items.ts";
import type { ChangeRecord } from "./schema.ts";
import type { Caller, RequestContext } from "../records/request-context.ts";
import { Problem } from "../shared/problem.ts";
import { feedShards, keys, root, shardedFrom } from "../table/keys.ts";
import type { ReadOptions, Table } from "../table/table.ts";
import { type FeedReader, feedOf } from "./audience.ts";
import { type ChainedEntry, readEntry } from "./items.ts";

/** A change as a reader sees it; undefined where it is none of theirs. */
export const visibleChange = (reader: FeedReader, entry: ChainedEntry): ChangeRecord | undefined => {
  const verb = entry.special ? undefined : changeVerbFor(reader, entry);
  if (!verb) return undefined;
  const { id, at, kind, resourceId, href, client } = entry;
  return { id, at, type: `${kind}.${verb}`, resource: { kind, id: resourceId, href }, client };
};

/**
 * Changes in the caller's subtree behind a number of its feed, in the order of the feed. One round trip. Throws
 * `invalid-cursor` where the entry of that number is not the one that was marked.
 */
export const listChanges = (
  context: RequestContext,
  after: number,
  limit: number,
  mark?: string,
): Promise<FeedPage<ChangeRecord>> => {
  const reader = readerOf(context.caller);
  const request = { after, limit, mark, consistency: "eventual" } as const;
  return readFeedPage(context, feedOf(context.caller.path), request, (entry) => visibleChange(reader, entry));
};

/** Entries that a page for a unit reads at most of its home's feed, most of which are others' where little happens in it. */
const unitReadLimit = 250;

export const readerOf = (caller: Caller): FeedReader => ({
  organisationId: caller.organisationId,
  isAdmin: caller.scopes.includes("dangbo/admin"),
});

export type FeedPage<T> = {
  items: T[];
  /** Number of the last entry that the page has dealt with: the last shown, or the last read where all were left out. */
  last: number;
  /** What tells that entry from any other that a restored table may have under its number; none at the beginning. */
  hashPrefix: string | undefined;
  /** Whether more may follow at once. */
  more: boolean;
};

/** Characters of a hash that tell an entry from another: 48 bits. */
const hashPrefixLength = 8;

/** Which page of a feed: as many entries as `limit`, behind the number `after`, whose entry must bear the mark where one is given. */
export type FeedPageRequest = { after: number; limit: number; hashPrefix?: string | undefined } & ReadOptions;

/**
 * Entries of a feed behind a number, as far as `keep` shows them. Entries are numbered without gaps, and a query may see
 * a part of a transaction: what stands behind a gap is left to the next page.
 * @param mark of the entry that the reader has come to; throws `invalid-cursor` where that is no longer in the feed, as
 * after a restore to a moment before it
 */
export const readFeedPage = async <T>(
  { table, caller }: Pick<RequestContext, "table"> & { caller: Pick<Caller, "organisationId"> },
  feed: string,
  { after, limit, hashPrefix: mark, ...how }: FeedPageRequest,
  keep: (entry: ChainedEntry) => T | undefined,
): Promise<FeedPage<T>> => {
  const { sk } = keys.feedEntry(feed, after);
  const isOwn = feed === (caller.organisationId ?? root);
  const reads = isOwn ? limit + 1 : unitReadLimit;
  const prefix = sk.slice(0, sk.indexOf("#") + 1);
  const lanes = feedShards(feed, after + 1);
  const range = { prefix, from: sk, limit: Math.ceil((reads + 1) / lanes.length), ...how };
  const found = await Promise.all(lanes.map((partition) => table.query({ partition, ...range })));
  const all = found.flatMap(({ items }) => items.map(readEntry)).sort((a, b) => a.number - b.number);
  const seen = all.filter(({ number }) => number === after);
  if (mark !== undefined && !seen.some((entry) => hashPrefixOf(entry) === mark))
    await requireHashPrefix(table, feed, after, mark);
  const entries = all.slice(seen.length);
  // The last entry before the lanes ends its own partition, not the feed.
  const more = found.some((lane) => lane.more) || entries.at(-1)?.number === shardedFrom - 1;
  const gap = entries.findIndex(({ number }, i) => number !== after + 1 + i);
  const page = fillPage(gap < 0 ? entries : entries.slice(0, gap), after, limit, keep, more && gap < 0);
  const last = all.find(({ number }) => number === page.last);
  return { ...page, hashPrefix: last ? hashPrefixOf(last) : mark };
};

/** Reads the entry itself, by a read that does not lag, before it says that there is none. */
const requireHashPrefix = async (
  table: Pick<Table, "getMany">,
  feed: string,
  number: number,
  mark: string,
): Promise<void> => {
  const [item] = await table.getMany([keys.feedEntry(feed, number)]);
  if (!item || hashPrefixOf(readEntry(item)) !== mark) throw new Problem("invalid-cursor");
};

const hashPrefixOf = ({ hash }: ChainedEntry) => hash.slice(0, hashPrefixLength);

const fillPage = <T>(
  entries: readonly ChainedEntry[],
  after: number,
  limit: number,
  keep: (entry: ChainedEntry) => T | undefined,
  more: boolean,
): Omit<FeedPage<T>, "mark"> => {
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
export const feedCursorBinding = ({ path }: Pick<Caller, "path">): string =>
  `changes of ${path.at(-1) ?? "the root"}, ${feedOf(path)}`;

/** Where a reader of a feed has come to: the number of an entry, and its mark. */
export type FeedPosition = { number: number; hashPrefix?: string | undefined };

/** Reads what a cursor holds; without one it is the beginning. */
export const parsePosition = (text = "0"): FeedPosition => {
  const [number, mark] = text.split(".");
  return { number: Number(number), hashPrefix: mark };
};

export const formatPosition = ({ number, hashPrefix: mark }: FeedPosition): string =>
  mark === undefined ? String(number) : `${number}.${mark}`;
