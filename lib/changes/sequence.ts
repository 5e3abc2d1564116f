import type { Table } from "../table/table.ts";
import { append, runsOf } from "./append.ts";
import type { ToldChange } from "./entries.ts";
import { createReader } from "./places.ts";
import type { RecordChange } from "./record-change.ts";
import { keysToResolve, type ResolvedChange, resolveChange } from "./resolve.ts";

/** What sequencing needs from outside. */
export type Sequencing = {
  table: Table;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** A fresh salt in base64url, for each change. */
  newSalt: () => string;
};

export type Sequenced = {
  /** Told in every feed they belong to, now or before; of what a restore put back only what is told now. */
  told: ToldChange[];
  failed: { change: RecordChange; error: unknown }[];
  /** Feeds that grew, or should have before, and that webhooks follow. */
  followed: string[];
};

/**
 * Appends changes of records, in the order given, to every feed that tells of them. They may come twice, and again after
 * any of it has failed: each is told once. What cannot be told is given back with its error, and so are all later changes
 * of the same record and its parts, which must not be told before it; it holds up nothing else.
 */
export const sequenceChanges = async (using: Sequencing, changes: readonly RecordChange[]): Promise<Sequenced> => {
  const { resolved, held } = await resolveAll(using, changes);
  const told: ToldChange[] = [];
  const done = new Set<string>();
  const followed = new Set<string>();
  for (const run of runsOf([...resolved.values()])) {
    const free = run.filter((change) => !held.has(change.told.record));
    try {
      const appended = await append(using.table, free, using.clock());
      told.push(...appended.told);
      for (const feed of appended.followed) followed.add(feed);
      for (const change of free) done.add(change.told.id);
    } catch (error) {
      for (const change of free) held.set(change.told.record, error);
    }
  }
  const failed = changes
    .filter((change) => held.has(change.key.pk) && !done.has(resolved.get(change)?.told.id ?? ""))
    .map((change) => ({ change, error: held.get(change.key.pk) }));
  return { told, failed, followed: [...followed] };
};

const resolveAll = async ({ table, newSalt }: Sequencing, changes: readonly RecordChange[]) => {
  const reader = createReader(table);
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
      if (!ids.has(one.told.id)) resolved.set(change, one);
      ids.add(one.told.id);
    } catch (error) {
      held.set(change.key.pk, error);
    }
  }
  return { resolved, held };
};
