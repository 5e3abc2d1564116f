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
  /** Told in every feed they belong to, now or before. */
  told: ToldChange[];
  failed: { change: RecordChange; error: unknown }[];
  /** Feeds that grew, or should have before, and that webhooks follow. */
  followed: string[];
};

/**
 * Appends changes of records, in the order given, to every feed that tells of them. They may come twice, and again after
 * any of it has failed: each is told once. What cannot be told is given back with its error and holds up nothing else.
 */
export const sequenceChanges = async (using: Sequencing, changes: readonly RecordChange[]): Promise<Sequenced> => {
  const { resolved, failed } = await resolveAll(using, changes);
  const told: ToldChange[] = [];
  const followed = new Set<string>();
  for (const run of runsOf([...resolved.values()])) {
    try {
      for (const feed of await append(using.table, run, using.clock())) followed.add(feed);
      told.push(...run.map((change) => change.told));
    } catch (error) {
      const lost = new Set(run.map((change) => change.told.id));
      failed.push(...[...resolved].filter(([, one]) => lost.has(one.told.id)).map(([change]) => ({ change, error })));
    }
  }
  return { told, failed, followed: [...followed] };
};

const resolveAll = async ({ table, newSalt }: Sequencing, changes: readonly RecordChange[]) => {
  const reader = createReader(table);
  await reader.read(keysToResolve(changes));
  const resolved = new Map<RecordChange, ResolvedChange>();
  const failed: Sequenced["failed"] = [];
  const ids = new Set<string>();
  for (const change of changes) {
    try {
      const one = await resolveChange(reader, change, newSalt());
      // A batch may hold the same change twice.
      if (!ids.has(one.told.id)) resolved.set(change, one);
      ids.add(one.told.id);
    } catch (error) {
      failed.push({ change, error });
    }
  }
  return { resolved, failed };
};
