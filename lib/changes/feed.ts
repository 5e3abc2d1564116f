import type { Caller, RequestContext } from "../records/request-context.ts";
import { Problem } from "../shared/problem.ts";
import { feedShards, keys, root, shardedFrom } from "../table/keys.ts";
import type { ReadOptions, Table } from "../table/table.ts";
import type { Key } from "../table/write.ts";
import { changeVerbFor, type FeedReader, feedOf } from "./audience.ts";
import { type ChainedEntry, readEntry } from "./items.ts";
import type { ChangeRecord } from "./schema.ts";

/** Entries of a tenant's feed that a page for a unit reads at most; most of them may concern other units. */
const unitReadLimit = 250;

/** Characters of a hash that distinguish an entry from another one with the same number: 48 bits. */
const hashPrefixLength = 8;

export const readerOf = (caller: Caller): FeedReader => ({
  organisationId: caller.organisationId,
  isAdmin: caller.scopes.includes("dangbo/admin"),
});

/** A change as a reader sees it; undefined outside the reader's audience. */
export const visibleChange = (reader: FeedReader, entry: ChainedEntry): ChangeRecord | undefined => {
  const verb = entry.special ? undefined : changeVerbFor(reader, entry);
  if (!verb) return undefined;
  const { id, at, kind, resourceId, href, client } = entry;
  return { id, at, type: `${kind}.${verb}`, resource: { kind, id: resourceId, href }, client };
};

/** As many entries as `limit` after the number `after`, whose entry must have the hash prefix if one is given. */
type FeedPageRequest = { after: number; limit: number; hashPrefix?: string | undefined };

export type FeedPage<T> = {
  items: T[];
  /** Number of the last entry handled: the last one shown, or the last one read if none was shown. */
  last: number;
  /** Beginning of that entry's hash; undefined at the start. A restored table may have another entry at its number. */
  hashPrefix: string | undefined;
  /** Whether more entries may follow at once. */
  more: boolean;
};

/** Changes in the caller's subtree, in the order of its feed. One round trip. Throws `invalid-cursor` as `readFeedPage` does. */
export const listChanges = (context: RequestContext, request: FeedPageRequest): Promise<FeedPage<ChangeRecord>> => {
  const reader = readerOf(context.caller);
  return readFeedPage(context, feedOf(context.caller.path), {
    ...request,
    consistency: "eventual",
    keep: (entry) => visibleChange(reader, entry),
  });
};

type FeedQuery<T> = FeedPageRequest & ReadOptions & { keep: (entry: ChainedEntry) => T | undefined };

/**
 * Entries of a feed that `keep` maps to something. Entries are numbered without gaps, and a query may see part of a
 * transaction: the page ends at a missing number. Throws `invalid-cursor` if the entry of the hash prefix is no longer in
 * the feed, as after a restore to an earlier moment.
 */
export const readFeedPage = async <T>(
  { table, caller }: Pick<RequestContext, "table"> & { caller: Pick<Caller, "organisationId"> },
  feed: string,
  { after, limit, hashPrefix, keep, ...options }: FeedQuery<T>,
): Promise<FeedPage<T>> => {
  const { sk } = keys.feedEntry(feed, after);
  const isOwn = feed === (caller.organisationId ?? root);
  const reads = isOwn ? limit + 1 : unitReadLimit;
  const prefix = sk.slice(0, sk.indexOf("#") + 1);
  const shards = feedShards(feed, after + 1);
  const range = { prefix, from: sk, limit: Math.ceil((reads + 1) / shards.length), ...options };
  const found = await Promise.all(shards.map((partition) => table.query({ partition, ...range })));
  const all = found.flatMap(({ items }) => items.map(readEntry)).sort((a, b) => a.number - b.number);
  const seen = all.filter(({ number }) => number === after);
  if (hashPrefix !== undefined && !seen.some((entry) => hashPrefixOf(entry) === hashPrefix))
    await requireHashPrefix(table, keys.feedEntry(feed, after), hashPrefix);
  const entries = all.slice(seen.length);
  // The last entry before sharding ends its own partition, not the feed.
  const more = found.some((shard) => shard.more) || entries.at(-1)?.number === shardedFrom - 1;
  const gap = entries.findIndex(({ number }, i) => number !== after + 1 + i);
  const complete = gap < 0 ? entries : entries.slice(0, gap);
  const page = fillPage(complete, keep, { after, limit, more: more && gap < 0 });
  const last = all.find(({ number }) => number === page.last);
  return { ...page, hashPrefix: last ? hashPrefixOf(last) : hashPrefix };
};

/** Decides by a consistent read of the entry. */
const requireHashPrefix = async (table: Pick<Table, "getMany">, key: Key, hashPrefix: string): Promise<void> => {
  const [item] = await table.getMany([key]);
  if (!item || hashPrefixOf(readEntry(item)) !== hashPrefix) throw new Problem("invalid-cursor");
};

const hashPrefixOf = ({ hash }: ChainedEntry) => hash.slice(0, hashPrefixLength);

const fillPage = <T>(
  entries: readonly ChainedEntry[],
  keep: FeedQuery<T>["keep"],
  { after, limit, more }: { after: number; limit: number; more: boolean },
): Omit<FeedPage<T>, "hashPrefix"> => {
  const items: T[] = [];
  let last = after;
  for (const entry of entries) {
    const item = keep(entry);
    if (item === undefined) continue;
    items.push(item);
    last = entry.number;
    if (items.length === limit) return { items, last, more: more || entry !== entries.at(-1) };
  }
  return more ? { items, last: entries.at(-1)?.number ?? after, more } : { items, last, more };
};

/** Feed cursors are bound to the organisation: any of its clients may continue with the cursor of another one. */
export const feedCursorBinding = ({ path }: Pick<Caller, "path">): string =>
  `changes of ${path.at(-1) ?? "the root"}, ${feedOf(path)}`;

/** Position of a reader in a feed: the number of an entry and the beginning of its hash. */
type FeedPosition = Pick<FeedPageRequest, "hashPrefix"> & { number: number };

/** Parses the content of a cursor; no cursor means the start of the feed. */
export const parsePosition = (text = "0"): FeedPosition => {
  const [number, hashPrefix] = text.split(".");
  return { number: Number(number), hashPrefix };
};

export const formatPosition = ({ number, hashPrefix }: FeedPosition): string =>
  hashPrefix === undefined ? String(number) : `${number}.${hashPrefix}`;
