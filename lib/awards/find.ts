import { isVisibleTo } from "../organisations/find.ts";
import { accessCheckKeys, authorize, loadCommitteeTree } from "../organisations/reach.ts";
import { type CommitteeTree, isInSubtree } from "../organisations/tree.ts";
import { isId, tenantIdFromId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { RequestContext } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { readAward, type StoredAward } from "./items.ts";
import type { Language } from "./warnings.ts";

/** An award the caller sees, with the tree of its home. */
export type FoundAward = StoredAward & { tree: CommitteeTree };

/** Finds an award in one round trip. Undefined where it is absent, outside the caller's subtree, or restricted. */
export const findAward = async (
  work: RequestContext,
  id: string,
  language: Language,
): Promise<FoundAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.award(id), keys.tree(tenantIdFromId(id))]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const tree = await loadCommitteeTree(work, stored.home, hinted);
  const seen =
    tree && isInSubtree(work.caller, tree, stored.record.organisationId) && isVisibleTo(work.caller, stored.record);
  return seen ? { ...stored, tree } : undefined;
};

/** The same for who needs no more of the tree than that, which the token may tell. */
export const seeAward = async (
  work: RequestContext,
  id: string,
  language: Language,
): Promise<StoredAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.award(id), ...accessCheckKeys(work.caller, id)]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const reach = await authorize(work, stored.home, stored.record.organisationId, hinted);
  return reach && isVisibleTo(work.caller, stored.record) ? stored : undefined;
};

export const requireAward = async (work: RequestContext, id: string, language: Language): Promise<FoundAward> => {
  const found = await findAward(work, id, language);
  if (!found) throw notFound();
  return found;
};

export const requireSeenAward = async (work: RequestContext, id: string, language: Language): Promise<StoredAward> => {
  const seen = await seeAward(work, id, language);
  if (!seen) throw notFound();
  return seen;
};
