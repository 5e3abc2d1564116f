import { ownLength } from "../shared/ids.ts";
import { serviceUnavailable } from "../table/failures.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import type { Item } from "../table/write.ts";
import { type CommitteeTree, readTree } from "./tree.ts";

/** A committee below a superior, with its tally where it is a superior itself. */
export type Descendant = { tree: CommitteeTree; tally: Item | undefined };

/** Writes that one move may spend on the committees below, of the 100 of a transaction: a superior takes two. */
export const writesBelowMaximum = 64;
/** Bytes of their trees that may be changed at once, under the 4 MB of a transaction. */
const bytesBelowMaximum = 3_000_000;

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
  if (ids.length > writesBelowMaximum) return undefined;
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
  all.reduce((sum, below) => sum + writesOf(below), 0) > writesBelowMaximum ||
  all.reduce((sum, { tree }) => sum + JSON.stringify(tree).length, 0) > bytesBelowMaximum;
