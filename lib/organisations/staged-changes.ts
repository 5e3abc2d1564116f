import * as z from "zod/mini";
import type { RecordKind } from "../records/kinds.ts";
import { isWriteConflict, retryOnConflict } from "../records/retry-on-conflict.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { type Counter, type CounterDelta, clipToSpan, counters } from "../statistics/counters.ts";
import { type DatedAncestor, tallyWrites } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { readMany } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import {
  deleteAtVersion,
  deleteItem,
  type Item,
  insert,
  type Key,
  replace,
  update,
  type Write,
} from "../table/write.ts";
import { releaseOrganisation } from "./items.ts";
import { type CommitteeTree, chainOf, datedAncestors, readTree } from "./tree.ts";

/**
 * What follows from a write and does not fit its transaction. It is stored in the same transaction, readers of statistics add
 * its deltas at once, and the stream processor applies it in several transactions.
 */
export type StagedChange = {
  deltas: readonly CounterDelta[];
  /** The deltas count in their organisations alone; otherwise in those above as well, each for its days. */
  own?: true | undefined;
  /** Organisations with one reference less each, by a record of a kind. */
  releases: readonly string[];
  by: RecordKind;
  /** Items to delete. */
  deletions: readonly Key[];
};

const counts = z.record(z.string(), z.int());
const stagedItem = z.object({
  version: z.int(),
  /**
   * Counts by organisation and day (empty: without a first day), by the short names of counters, with the year that they are
   * reported by, if another.
   */
  deltas: z.record(z.string(), z.record(z.string(), counts)),
  own: z.optional(z.literal(true)),
  releases: z.array(z.string()),
  by: z.string(),
  deletions: z.array(z.object({ pk: z.string(), sk: z.string() })),
});

type StoredChange = StagedChange & { version: number };

const storedDeltas = (deltas: readonly CounterDelta[]) => {
  const stored: Record<string, Record<string, Record<string, number>>> = {};
  for (const { organisationId, day = "", counter, count, year = "" } of deltas) {
    const days = stored[organisationId] ?? {};
    const ofDay = days[day] ?? {};
    const name = `${counters[counter]}${year}`;
    stored[organisationId] = { ...days, [day]: { ...ofDay, [name]: (ofDay[name] ?? 0) + count } };
  }
  return stored;
};

const counterNames = new Map(Object.entries(counters).map(([counter, short]) => [short as string, counter as Counter]));

const storedName = /^([a-z]+)(\d{4})?$/;

const counterNamed = (name: string): Pick<CounterDelta, "counter" | "year"> => {
  const [, short = "", year] = storedName.exec(name) ?? [];
  const counter = counterNames.get(short);
  if (!counter) throw new TypeError(`Corrupt staged change: ${name}`);
  return { counter, year };
};

const itemOf = (key: Key, { version, deltas, own, releases, by, deletions }: StoredChange): Item => ({
  ...key,
  version,
  deltas: storedDeltas(deltas),
  ...(own ? { own } : {}),
  releases: [...releases],
  by,
  deletions: deletions.map((one) => ({ ...one })),
});

const readChange = (item: Item): StoredChange => {
  const { deltas, by, ...change } = decodeStored(stagedItem, item);
  return {
    ...change,
    by: by as RecordKind,
    deltas: Object.entries(deltas).flatMap(([organisationId, days]) =>
      Object.entries(days).flatMap(([day, ofDay]) =>
        Object.entries(ofDay).map(([name, count]) => ({
          ...counterNamed(name),
          organisationId,
          day: day === "" ? undefined : day,
          count,
        })),
      ),
    ),
  };
};

/** Writes that store a change to be applied. */
export const stageWrites = (tenantId: string, id: string, change: StagedChange): Write[] => [
  insert(itemOf(keys.stagedChange(tenantId, id), { ...change, version: 1 })),
  update(keys.stagedChanges(tenantId), { update: "SET #id = :staged", names: { "#id": id }, values: { ":staged": 1 } }),
];

/** The organisations that count a delta of one. */
const countedBy = (tree: CommitteeTree, organisationId: string, own: true | undefined): readonly DatedAncestor[] =>
  own ? chainOf(tree, organisationId).slice(0, 1) : datedAncestors(tree, organisationId);

/** Actions of one transaction that applies a part of a change, under the 100 that are possible. */
const appliedAtOnce = 90;

/** The first part of a change that fits one transaction, and what remains. */
const split = (change: StoredChange, tree: CommitteeTree): { writes: Write[]; rest: StoredChange } => {
  const { deltas, own, releases, by, deletions } = change;
  const writesOf = (part: readonly CounterDelta[]) => tallyWrites(part, (id) => countedBy(tree, id, own));
  const groups = [...Map.groupBy(deltas, ({ organisationId, day }) => `${day} ${organisationId}`).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group);
  let taken: CounterDelta[] = [];
  while (groups[0] && (taken.length === 0 || writesOf([...taken, ...groups[0]]).length <= appliedAtOnce))
    taken = [...taken, ...(groups.shift() ?? [])];
  if (taken.length > 0) return { writes: writesOf(taken), rest: { ...change, deltas: groups.flat() } };
  // References are released after the counters of their organisations are right.
  const deleted = deletions.slice(0, appliedAtOnce);
  const released = releases.slice(0, appliedAtOnce - deleted.length);
  return {
    writes: [...deleted.map((key) => deleteItem(key)), ...released.flatMap((id) => releaseOrganisation(id, by))],
    rest: { ...change, deletions: deletions.slice(deleted.length), releases: releases.slice(released.length) },
  };
};

const isEmpty = ({ deltas, releases, deletions }: StagedChange) =>
  deltas.length + releases.length + deletions.length === 0;

/** Applies a part of a change. Every part is counted once, since the version of the change moves with it. */
const applyPart = async (table: Table, tenantId: string, id: string): Promise<"more" | "done"> => {
  const key = keys.stagedChange(tenantId, id);
  const [item, treeItem] = await table.getMany([key, keys.tree(tenantId)]);
  if (!item) return "done";
  if (!treeItem) throw new TypeError(`There is no tree of tenant ${tenantId}`);
  const change = readChange(item);
  const { writes, rest } = split(change, readTree(treeItem));
  const isLast = isEmpty(rest);
  const note = isLast
    ? [
        deleteAtVersion(key, change.version),
        update(keys.stagedChanges(tenantId), { update: "REMOVE #id", names: { "#id": id } }),
      ]
    : [replace(itemOf(key, { ...rest, version: change.version + 1 }), change.version)];
  await table.write([...writes, ...note]);
  return isLast ? "done" : "more";
};

/** Applies a staged change completely. Idempotent; an interrupted one is continued. */
export const applyStagedChange = async (table: Table, tenantId: string, id: string): Promise<void> => {
  const isConflict = (problem: Parameters<typeof isWriteConflict>[0]) =>
    isWriteConflict(problem) || problem.code === "stale";
  while ((await retryOnConflict(isConflict, () => applyPart(table, tenantId, id))) === "more");
};

/** The ids of the changes in the item of `keys.stagedChanges`, in order: attributes have none. */
export const stagedIds = (item: Item | undefined): string[] =>
  Object.keys(item ?? {})
    .filter((name) => name !== "pk" && name !== "sk")
    .sort();

/** A delta that no tally contains yet. */
export type StagedDelta = CounterDelta & Pick<StagedChange, "own">;

/** A snapshot of staged changes: their deltas, and a mark that changes with every part that is applied. */
export type StagedDeltas = { deltas: readonly StagedDelta[]; mark: string };

/** Reads the deltas of staged changes. */
export const readStagedDeltas = async (
  table: Pick<Table, "getMany">,
  tenantId: string,
  ids: readonly string[],
): Promise<StagedDeltas> => {
  const wanted = ids.map((id) => keys.stagedChange(tenantId, id));
  const items = await readMany(table, wanted);
  const changes = items.map((item) => item && readChange(item));
  return {
    deltas: changes.flatMap((change) => change?.deltas.map((delta) => ({ ...delta, own: change.own })) ?? []),
    mark: JSON.stringify(changes.map((change) => change?.version ?? 0)),
  };
};

/** What staged deltas change in one of the organisations that count them. */
export const deltasAt = (deltas: readonly StagedDelta[], tree: CommitteeTree, organisationId: string): CounterDelta[] =>
  deltas.flatMap(({ own, ...delta }) =>
    countedBy(tree, delta.organisationId, own)
      .filter((ancestor) => ancestor.organisationId === organisationId)
      .flatMap((ancestor) => clipToSpan({ ...delta, organisationId }, ancestor)),
  );
