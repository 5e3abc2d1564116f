import { isVisibleTo } from "../organisations/find.ts";
import { accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/reach.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import type { RequestContext } from "../records/request-context.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { readAward, type StoredAward } from "./items.ts";
import type { Language } from "./warnings.ts";

/** An award the caller sees, with the tree of its home. */
export type FoundAward = StoredAward & { tree: CommitteeTree };

/** Finds an award in one round trip. Undefined where it is absent, outside the caller's subtree, or restricted. */
export const findAward = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<FoundAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.award(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  const seen =
    tree &&
    isInSubtree(context.caller, tree, stored.record.organisationId) &&
    isVisibleTo(context.caller, stored.record);
  return seen ? { ...stored, tree } : undefined;
};

/** The same for who needs no more of the tree than that, which the token may tell. */
export const seeAward = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<StoredAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await context.table.getMany([keys.award(id), ...accessCheckKeys(context.caller, id)]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const reach = await authorize(context, stored.tenantId, stored.record.organisationId, hinted);
  return reach && isVisibleTo(context.caller, stored.record) ? stored : undefined;
};

export const requireAward = async (context: RequestContext, id: string, language: Language): Promise<FoundAward> => {
  const found = await findAward(context, id, language);
  if (!found) throw notFound();
  return found;
};

export const requireSeenAward = async (
  context: RequestContext,
  id: string,
  language: Language,
): Promise<StoredAward> => {
  const seen = await seeAward(context, id, language);
  if (!seen) throw notFound();
  return seen;
};
