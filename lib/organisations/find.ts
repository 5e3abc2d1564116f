import { homeHint, isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { Caller, Work } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { readOrganisation, type StoredOrganisation } from "./items.ts";
import type { Organisation } from "./schema.ts";
import { chainOf, type HomeTree, type Link, mayReach, readTree } from "./tree.ts";

/** An organisation the caller sees, with the tree of its home and its chain: itself and those above it up to the home. */
export type FoundOrganisation = StoredOrganisation & { tree: HomeTree; chain: Link[] };

/** Whether a caller may see a record for what its visibility is. */
export const maySee = (caller: Caller, record: { visibility: Organisation["visibility"] }) =>
  record.visibility !== "restricted" || caller.scopes.includes("dangbo/admin");

/**
 * Finds an organisation in one round trip: its id hints at its home, whose tree is read along. Undefined where it is
 * absent, outside the caller's subtree, or restricted and the caller no administrator.
 */
export const findOrganisation = async (work: Work, id: string): Promise<FoundOrganisation | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.organisation(id), keys.tree(homeHint(id))]);
  if (!item) return undefined;
  const stored = readOrganisation(item);
  const tree = await treeOfHome(work, stored.home, hinted);
  if (!tree || !mayReach(work.caller, tree, id) || !maySee(work.caller, stored.record)) return undefined;
  return { ...stored, tree, chain: chainOf(tree, id) };
};

/** The tree of a home; `hinted` is the one that was read along because an id hinted at it. */
export const treeOfHome = async (work: Work, home: string, hinted: Item | undefined): Promise<HomeTree | undefined> => {
  const item = hinted && hinted.homeId === home ? hinted : await work.table.get(keys.tree(home));
  return item ? readTree(item) : undefined;
};

/**
 * Whether the caller reaches the organisation that a record belongs to, where record and hinted tree were read in one
 * wave. Reads again only where the record has moved to another home than its id hints at.
 */
export const reaches = async (work: Work, home: string, organisationId: string, hinted: Item | undefined) => {
  const tree = await treeOfHome(work, home, hinted);
  return tree !== undefined && mayReach(work.caller, tree, organisationId);
};

export const requireOrganisation = async (work: Work, id: string): Promise<FoundOrganisation> => {
  const found = await findOrganisation(work, id);
  if (!found) throw notFound();
  return found;
};
