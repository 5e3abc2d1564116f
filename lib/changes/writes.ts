import * as z from "zod/mini";
import { isWriteConflict, retryOnConflict } from "../records/retry-on-conflict.ts";
import { dayOf } from "../shared/days.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { type Item, insert, update, type Write } from "../table/write.ts";
import { chainStart } from "../vocabulary/chain.ts";
import { limits } from "../vocabulary/limits.ts";
import { feedsFor } from "./audience.ts";
import { type ChainedEntry, entryItemOf, type FeedEntry, nextEntry } from "./items.ts";
import { createItemCache } from "./organisation-path.ts";
import type { RecordChange } from "./record-change.ts";
import { keysToResolve, type RecordSchemas, type ResolvedChange, resolveChange } from "./resolve.ts";

/** What publishing needs from outside. */
export type PublishContext = {
  table: Table;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** A fresh salt in base64url, for each change. */
  newSalt: () => string;
  recordSchemas: RecordSchemas;
};

export type PublishResult = {
  /** Changes that are in every feed they belong to; of restored records only those that were not published before. */
  published: FeedEntry[];
  failed: { change: RecordChange; error: unknown }[];
  /** Feeds of the published changes that webhooks follow. */
  followed: string[];
  /** Members whose erasure did not find the stored response of a change, which was published later. */
  erased: string[];
};

/**
 * Appends changes to every feed they belong to, in the order given. Idempotent. Failed changes, and later ones of the same
 * record and its parts, are returned with the error and block nothing else.
 */
export const publishChanges = async (
  context: PublishContext,
  changes: readonly RecordChange[],
): Promise<PublishResult> => {
  const { resolved, failures } = await resolveAll(context, changes);
  const published: FeedEntry[] = [];
  const done = new Set<string>();
  const followed = new Set<string>();
  for (const batch of transactionBatches([...resolved.values()])) {
    const free = batch.filter(({ entry }) => !failures.has(entry.record));
    try {
      const appended = await appendBatch(context.table, free, context.clock());
      published.push(...appended.published);
      for (const feed of appended.followed) followed.add(feed);
      for (const { entry } of free) done.add(entry.id);
    } catch (error) {
      for (const { entry } of free) failures.set(entry.record, error);
    }
  }
  const failed = changes
    .filter((change) => failures.has(change.key.pk) && !done.has(resolved.get(change)?.entry.id ?? ""))
    .map((change) => ({ change, error: failures.get(change.key.pk) }));
  const late = [...resolved.values()].filter(({ entry, idempotencyPk }) => idempotencyPk && done.has(entry.id));
  return { published, failed, followed: [...followed], erased: [...new Set(late.flatMap(({ erased }) => erased))] };
};

const resolveAll = async ({ table, newSalt, recordSchemas }: PublishContext, changes: readonly RecordChange[]) => {
  const cache = createItemCache(table);
  await cache.read(keysToResolve(changes));
  const resolved = new Map<RecordChange, ResolvedChange>();
  /** Errors by the partition of the record whose change failed. */
  const failures = new Map<string, unknown>();
  const ids = new Set<string>();
  for (const change of changes) {
    if (failures.has(change.key.pk)) continue;
    try {
      const one = await resolveChange(cache, change, { salt: newSalt(), schemas: recordSchemas });
      // A batch may contain the same change twice.
      if (!ids.has(one.entry.id)) resolved.set(change, one);
      ids.add(one.entry.id);
    } catch (error) {
      failures.set(change.key.pk, error);
    }
  }
  return { resolved, failures };
};

const feedEndItem = z.object({
  number: z._default(z.int(), 0),
  hash: z._default(z.string(), chainStart),
  /** The last day on which the feed grew. */
  day: z._default(z.string(), ""),
  /** How many webhooks follow the feed; without any, none are looked for. */
  hooks: z._default(z.int(), 0),
});
type FeedEnd = z.output<typeof feedEndItem>;

export const readFeedEnd = (item: Item | undefined): FeedEnd => feedEndItem.parse(item ?? {});

/** Actions of the transaction: items of each change, its entries, and for each feed its end and the mark of a day. */
const actionCount = (changes: readonly ResolvedChange[]) => {
  const feeds = changes.flatMap(({ entry }) => feedsFor(entry));
  return changes.length + describedInWrites(changes).length + feeds.length + 2 * new Set(feeds).size;
};

/** Lets erasure find the changes that describe members in meetings; those of their own records are in their partition. */
const describedInWrites = (changes: readonly ResolvedChange[]): Write[] => {
  const wanted = changes.flatMap(({ entry, members }) => {
    const record = { pk: entry.record, sk: "" };
    return members.map((id) => keys.describedIn(id, record)).filter(({ pk, sk }) => !pk.endsWith(`#${sk}`));
  });
  const byName = new Map(wanted.map((key) => [`${key.pk} ${key.sk}`, key]));
  return [...byName.values()].map((key) => update(key, { update: "SET seen = :true", values: { ":true": true } }));
};

/** Splits changes, in their order, into batches that each fit one transaction. */
const transactionBatches = (changes: readonly ResolvedChange[]): ResolvedChange[][] => {
  const batches: ResolvedChange[][] = [];
  for (const change of changes) {
    const last = batches.at(-1);
    if (last && actionCount([...last, change]) <= limits.transactionActions) last.push(change);
    else batches.push([change]);
  }
  return batches;
};

const writeConflict = () => new Problem("write-conflict");

type AppendedBatch = Pick<PublishResult, "published" | "followed">;

/**
 * Appends a batch to every feed it belongs to. Idempotent: a change's own item must not exist yet, and the end of every feed
 * must be where it was read. Restored records that were published before are left out of the result.
 */
const appendBatch = (table: Table, batch: readonly ResolvedChange[], milliseconds: number): Promise<AppendedBatch> =>
  retryOnConflict(isWriteConflict, () => appendOnce(table, batch, milliseconds));

const appendOnce = async (
  table: Table,
  batch: readonly ResolvedChange[],
  milliseconds: number,
): Promise<AppendedBatch> => {
  const feeds = [...new Set(batch.flatMap(({ entry }) => feedsFor(entry)))];
  const found = await table.getMany([...batch.map(({ entry }) => changeKey(entry)), ...feeds.map(keys.feedEnd)]);
  const fresh = batch.filter((_, i) => !found[i]);
  const ends = new Map(feeds.map((feed, i) => [feed, readFeedEnd(found[batch.length + i])]));
  const published = batch.filter((change) => !change.isRestored || fresh.includes(change)).map(({ entry }) => entry);
  const followed = [...new Set(published.flatMap(feedsFor))].filter((feed) => (ends.get(feed)?.hooks ?? 0) > 0);
  if (fresh.length > 0) {
    const rows = rowsOf(fresh, ends);
    await table.write([
      ...fresh.map((change) => insert(changeItemOf(change, rows), writeConflict)),
      ...describedInWrites(fresh),
      ...rows.map(({ feed, entry }) => insert(entryItemOf(feed, entry), writeConflict)),
      ...[...ends].flatMap(([feed, end]) => {
        const entries = rows.filter((row) => row.feed === feed).map(({ entry }) => entry);
        return feedEndWrites({ feed, end, entries, day: dayOf(milliseconds) });
      }),
    ]);
  }
  return { published, followed };
};

type FeedRow = { feed: string; entry: ChainedEntry };

const rowsOf = (changes: readonly ResolvedChange[], ends: ReadonlyMap<string, FeedEnd>): FeedRow[] => {
  const last = new Map<string, Pick<FeedEnd, "number" | "hash">>(ends);
  return changes.flatMap((change) =>
    feedsFor(change.entry).map((feed) => {
      const entry = nextEntry(feed, last.get(feed) ?? { number: 0, hash: chainStart }, change.entry);
      last.set(feed, entry);
      return { feed, entry };
    }),
  );
};

const changeKey = ({ record, id }: FeedEntry) => keys.change({ pk: record, sk: "" }, id);

const changeItemOf = (change: ResolvedChange, rows: readonly FeedRow[]): Item => {
  const { entry, salt, changes, people, idempotencyPk, keepsValues } = change;
  const own = rows.filter((row) => row.entry.id === entry.id);
  const numbers = Object.fromEntries(own.map((row) => [row.feed, row.entry.number]));
  const { id, resourceId, kind } = entry;
  return {
    ...changeKey(entry),
    ...{ id, resourceId, kind, numbers },
    ...(people.length > 0 ? { people: [...people] } : {}),
    ...(idempotencyPk === undefined ? {} : { idempotencyPk }),
    // A change of an erased person that is published late has no values either.
    ...(keepsValues ? { salt, changes } : {}),
  };
};

type FeedGrowth = { feed: string; end: FeedEnd; entries: readonly ChainedEntry[]; day: string };

const feedEndWrites = ({ feed, end, entries, day }: FeedGrowth): Write[] => {
  const [first] = entries;
  const last = entries.at(-1);
  if (!first || !last) return [];
  // Only a later day is marked: a clock may have been set back.
  const isLater = day > end.day;
  const moved: Write = {
    kind: "update",
    key: keys.feedEnd(feed),
    update: "SET #number = :number, #hash = :hash, #day = :day",
    names: { "#number": "number", "#hash": "hash", "#day": "day" },
    values: { ":number": last.number, ":hash": last.hash, ":day": isLater ? day : end.day, ":seen": end.number },
    condition: {
      expression: end.number === 0 ? "attribute_not_exists(#number) OR #number = :seen" : "#number = :seen",
    },
    onConditionFailed: writeConflict,
  };
  return isLater ? [moved, insert({ ...keys.feedDay(feed, day), number: first.number }, writeConflict)] : [moved];
};
