import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { parentsEver } from "./parent-periods.ts";
import { type CommitteeTree, parentHistory, readTree } from "./tree.ts";

/**
 * A tree and every superior it has hung below on any day, directly or not: with as many rounds of reads as there are levels.
 * Days are not told apart, so that no two organisations are ever one above the other and one below it, and figures that are
 * carried upward always end.
 */
export const ancestorsEver = async (table: Table, tree: CommitteeTree): Promise<CommitteeTree[]> => {
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
