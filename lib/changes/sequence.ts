import type { Table } from "../table/table.ts";
import { appendBatch, transactionBatches } from "./append.ts";
import type { FeedEntry } from "./items.ts";
import { createItemCache } from "./places.ts";
import type { RecordChange } from "./record-change.ts";
import { keysToResolve, type ResolvedChange, resolveChange } from "./resolve.ts";

/** What sequencing needs from outside. */
export type PublishContext = {
  table: Table;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** A fresh salt in base64url, for each change. */
  newSalt: () => string;
};

export type PublishResult = {
  /** Told in every feed they belong to, now or before; of what a restore put back only what is told now. */
  published: FeedEntry[];
  failed: { change: RecordChange; error: unknown }[];
  /** Feeds that grew, or should have before, and that webhooks follow. */
  followed: string[];
};

/**
 * Appends changes of records, in the order given, to every feed that tells of them. They may come twice, and again after
 * any of it has failed: each is told once. What cannot be told is given back with its error, and so are all later changes
 * of the same record and its parts, which must not be told before it; it holds up nothing else.
 */
export const publishChanges = async (
  using: PublishContext,
  changes: readonly RecordChange[],
): Promise<PublishResult> => {
  const { resolved, held } = await resolveAll(using, changes);
  const told: FeedEntry[] = [];
  const done = new Set<string>();
  const followed = new Set<string>();
  for (const run of transactionBatches([...resolved.values()])) {
    const free = run.filter((change) => !held.has(change.entry.record));
    try {
      const appended = await appendBatch(using.table, free, using.clock());
      told.push(...appended.published);
      for (const feed of appended.followed) followed.add(feed);
      for (const change of free) done.add(change.entry.id);
    } catch (error) {
      for (const change of free) held.set(change.entry.record, error);
    }
  }
  const failed = changes
    .filter((change) => held.has(change.key.pk) && !done.has(resolved.get(change)?.entry.id ?? ""))
    .map((change) => ({ change, error: held.get(change.key.pk) }));
  return { published: told, failed, followed: [...followed] };
};

const resolveAll = async ({ table, newSalt }: PublishContext, changes: readonly RecordChange[]) => {
  const reader = createItemCache(table);
  await reader.read(keysToResolve(changes));
  const resolved = new Map<RecordChange, ResolvedChange>();
  /** Partitions of records of which a change could not be told, each with the error. */
  const held = new Map<string, unknown>();
  const ids = new Set<string>();
  for (const change of changes) {
    if (held.has(change.key.pk)) continue;
    try {
      const one = await resolveChange(reader, change, newSalt());
      // A batch may hold the same change twice.
      if (!ids.has(one.entry.id)) resolved.set(change, one);
      ids.add(one.entry.id);
    } catch (error) {
      held.set(change.key.pk, error);
    }
  }
  return { resolved, held };
};
