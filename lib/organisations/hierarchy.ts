import { ownLength } from "../shared/ids.ts";
import { serviceUnavailable } from "../table/failures.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { parentsEver } from "./parent-periods.ts";
import { type CommitteeTree, parentHistory, readTree, treeItemOf } from "./tree.ts";

/** A committee below a superior, and its yearly tally. */
export type Descendant = { tree: CommitteeTree; tally: Item | undefined };

/** Writes of one move for the committees below, of the 100 of a transaction. */
export const descendantWritesMaximum = 64;
/** Bytes of their trees, under the 4 MB of a transaction. */
const descendantBytesMaximum = 3_000_000;

const writesOf = ({ tree }: Descendant) => (tree.kind === "superior-committee" ? 2 : 1);

/**
 * The direct children of a superior; undefined if they are too many for one transaction. Throws 503 while the eventually
 * consistent index differs from the count of children.
 */
const childrenOf = async (table: Table, { tree, tally }: Descendant): Promise<Descendant[] | undefined> => {
  const listed = await readAll(table, { index: "byTenant", partition: lists.inTenant(tree.tenantId, "organisation") });
  const ids = listed.map(({ id }) => String(id)).filter((id) => id.length === ownLength);
  if (ids.length !== Number(tally?.tenants ?? 0)) throw serviceUnavailable();
  if (ids.length > descendantWritesMaximum) return undefined;
  return Promise.all(
    ids.map(async (id) => {
      const [item, own] = await table.getMany([keys.tree(id), keys.tally(id)]);
      const child = item && readTree(item);
      if (child?.path.at(-1) !== tree.tenantId) throw serviceUnavailable();
      return { tree: child, tally: own };
    }),
  );
};

/** Every committee below a superior; undefined if they are too many for one transaction. One round of reads per level. */
export const loadDescendants = async (table: Table, top: Descendant): Promise<Descendant[] | undefined> => {
  const all: Descendant[] = [];
  let level = [top];
  while (level.length > 0) {
    const superiors = level.filter(({ tree }) => tree.kind === "superior-committee");
    const children = await Promise.all(superiors.map((superior) => childrenOf(table, superior)));
    level = children.flatMap((found) => found ?? []);
    all.push(...level);
    if (children.includes(undefined) || isTooMuch(all)) return undefined;
  }
  return all;
};

const isTooMuch = (all: readonly Descendant[]) =>
  all.reduce((sum, below) => sum + writesOf(below), 0) > descendantWritesMaximum ||
  all.reduce((sum, { tree }) => sum + JSON.stringify(treeItemOf(tree)).length, 0) > descendantBytesMaximum;

/**
 * A tree and all current and former superiors above it, on any day. No organisation may ever be both above and below
 * another, so that every roll-up ends. One round of reads per level.
 */
export const loadAncestorsEver = async (table: Table, tree: CommitteeTree): Promise<CommitteeTree[]> => {
  const known = new Map([[tree.tenantId, tree]]);
  let level = [tree];
  while (level.length > 0) {
    const parents = new Set(level.flatMap((tree) => [...parentsEver(parentHistory(tree, tree.tenantId))]));
    const items = await table.getMany([...parents].filter((id) => !known.has(id)).map(keys.tree));
    level = items.flatMap((item) => (item ? [readTree(item)] : []));
    for (const tree of level) known.set(tree.tenantId, tree);
  }
  return [...known.values()];
};
