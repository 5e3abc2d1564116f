import { type AccessScope, accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/access.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { currentState, readMember, type StoredMember } from "./items.ts";

/** A member the caller sees, with the tree of its home. */
export type FoundMember = StoredMember & { tree: CommitteeTree };
export type SeenMember = StoredMember & AccessScope;

/**
 * Finds a member in one round trip. Undefined where it is absent, now in a cell outside the caller's subtree, or
 * restricted and the caller no administrator.
 */
export const findMember = async (context: RequestContext, id: string): Promise<FoundMember | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.member(id), keys.tree(tenantIdFromId(id))]);
  return item && seen(context, item, hinted);
};

const seen = async (
  context: RequestContext,
  item: Item,
  hinted: Item | undefined,
): Promise<FoundMember | undefined> => {
  const stored = readMember(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  if (!tree || !isSeen(context, stored, tree)) return undefined;
  return { ...stored, tree };
};

/** The same for who needs no more of the tree than that the caller sees the member, which the token may tell. */
export const seeMember = async (context: RequestContext, id: string): Promise<SeenMember | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.member(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readMember(item);
  const reach = await authorize(context, stored.tenantId, currentState(stored.member).organisationId, hinted);
  return reach && isVisibleTo(context.caller, stored.member) ? { ...stored, ...reach } : undefined;
};

/** The same. Throws 404 where the caller does not see the member. */
export const requireSeenMember = async (context: RequestContext, id: string): Promise<SeenMember> => {
  const seen = await seeMember(context, id);
  if (!seen) throw notFound();
  return seen;
};

/** Whether the caller sees a member of a home whose tree is known. */
export const isSeen = (context: RequestContext, { member }: StoredMember, tree: CommitteeTree): boolean =>
  isVisibleTo(context.caller, member) && isInSubtree(context.caller, tree, currentState(member).organisationId);

export const requireMember = async (context: RequestContext, id: string): Promise<FoundMember> => {
  const found = await findMember(context, id);
  if (!found) throw notFound();
  return found;
};
