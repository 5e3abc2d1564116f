import { ownLength } from "../shared/ids.ts";
import { serviceUnavailable } from "../table/failures.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { parentsEver } from "./parent-periods.ts";
import { type CommitteeTree, parentHistory, readTree } from "./tree.ts";

/** A committee below a superior, with its tally where it is a superior itself. */
export type Descendant = { tree: CommitteeTree; tally: Item | undefined };

/** Writes that one move may spend on the committees below, of the 100 of a transaction: a superior takes two. */
export const descendantWritesMaximum = 64;
/** Bytes of their trees that may be changed at once, under the 4 MB of a transaction. */
const descendantBytesMaximum = 3_000_000;

/** How many writes it takes to tell a committee that it hangs elsewhere. */
const writesOf = ({ tree }: Descendant) => (tree.kind === "superior-committee" ? 2 : 1);

/**
 * Committees that hang directly below a superior; undefined where they alone are too many. Throws `busy` as long as the
 * index, which lags, does not show exactly those.
 */
const childrenOf = async (table: Table, { tree, tally }: Descendant): Promise<Descendant[] | undefined> => {
  const listed = await readAll(table, { index: "byTenant", partition: lists.inTenant(tree.tenantId, "organisation") });
  const ids = listed.map(({ id }) => String(id)).filter((id) => id.length === ownLength);
  if (ids.length !== Number(tally?.tenantIds ?? 0)) throw serviceUnavailable();
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

/**
 * Every committee below a superior, with as many rounds of reads as there are levels; undefined where they are more than
 * one transaction changes.
 */
export const loadDescendants = async (table: Table, top: Descendant): Promise<Descendant[] | undefined> => {
  const all: Descendant[] = [];
  let level = [top];
  while (level.length > 0) {
    const superiors = level.filter(({ tree }) => tree.kind === "superior-committee");
    const children = await Promise.all(superiors.map((superior) => childrenOf(table, superior)));
    level = children.flatMap((some) => some ?? []);
    all.push(...level);
    if (children.includes(undefined) || isTooMuch(all)) return undefined;
  }
  return all;
};

const isTooMuch = (all: readonly Descendant[]) =>
  all.reduce((sum, below) => sum + writesOf(below), 0) > descendantWritesMaximum ||
  all.reduce((sum, { tree }) => sum + JSON.stringify(tree).length, 0) > descendantBytesMaximum;

/**
 * A tree and every superior it has hung below on any day, directly or not: with as many rounds of reads as there are levels.
 * Days are not told apart, so that no two organisations are ever one above the other and one below it, and figures that are
 * carried upward always end.
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
