import type { Caller, RequestContext } from "../records/request-context.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { type AncestorRef } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import { type AccessScope, accessCheckKeys, authorize, loadCommitteeTree } from "./access.ts";
import { readOrganisation, type StoredOrganisation } from "./items.ts";
import type { Organisation } from "./schema.ts";
import { type CommitteeTree, chainOf, isInSubtree } from "./tree.ts";

/** An organisation the caller sees, with the tree of its home and its chain: itself and those above it up to the home. */
export type FoundOrganisation = StoredOrganisation & { tree: CommitteeTree; chain: AncestorRef[] };

/** The same without the tree where the caller's token tells enough. */
export type SeenOrganisation = StoredOrganisation & AccessScope;

/** Whether a caller may see a record for what its visibility is. */
export const isVisibleTo = (caller: Caller, record: { visibility: Organisation["visibility"] }) =>
  record.visibility !== "restricted" || caller.scopes.includes("dangbo/admin");

/**
 * Finds an organisation in one round trip: its id hints at its home, whose tree is read along. Undefined where it is
 * absent, outside the caller's subtree, or restricted and the caller no administrator.
 */
export const findOrganisation = async (context: RequestContext, id: string): Promise<FoundOrganisation | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.organisation(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readOrganisation(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  if (!tree || !isInSubtree(context.caller, tree, id) || !isVisibleTo(context.caller, stored.record)) return undefined;
  return { ...stored, tree, chain: chainOf(tree, id) };
};

/** An organisation the caller sees, in one round trip, for who needs no more of its tree than that. */
export const seeOrganisation = async (context: RequestContext, id: string): Promise<SeenOrganisation | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.organisation(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readOrganisation(item);
  const reach = await authorize(context, stored.tenantId, id, hinted);
  return reach && isVisibleTo(context.caller, stored.record) ? { ...stored, ...reach } : undefined;
};

/** The same. Throws 404 where the caller does not see it. */
export const requireSeenOrganisation = async (context: RequestContext, id: string): Promise<SeenOrganisation> => {
  const seen = await seeOrganisation(context, id);
  if (!seen) throw notFound();
  return seen;
};

export const requireOrganisation = async (context: RequestContext, id: string): Promise<FoundOrganisation> => {
  const found = await findOrganisation(context, id);
  if (!found) throw notFound();
  return found;
};
