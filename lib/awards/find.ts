import { maySee } from "../organisations/find.ts";
import { keysOfReach, reachOf, treeOfHome } from "../organisations/reach.ts";
import { type HomeTree, mayReach } from "../organisations/tree.ts";
import { homeHint, isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { Work } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { readAward, type StoredAward } from "./items.ts";
import type { Language } from "./warnings.ts";

/** An award the caller sees, with the tree of its home. */
export type FoundAward = StoredAward & { tree: HomeTree };

/** Finds an award in one round trip. Undefined where it is absent, outside the caller's subtree, or restricted. */
export const findAward = async (work: Work, id: string, language: Language): Promise<FoundAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.award(id), keys.tree(homeHint(id))]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const tree = await treeOfHome(work, stored.home, hinted);
  const seen = tree && mayReach(work.caller, tree, stored.record.organisationId) && maySee(work.caller, stored.record);
  return seen ? { ...stored, tree } : undefined;
};

/** The same for who needs no more of the tree than that, which the token may tell. */
export const seeAward = async (work: Work, id: string, language: Language): Promise<StoredAward | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.award(id), ...keysOfReach(work.caller, id)]);
  if (!item) return undefined;
  const stored = readAward(item, language);
  const reach = await reachOf(work, stored.home, stored.record.organisationId, hinted);
  return reach && maySee(work.caller, stored.record) ? stored : undefined;
};

export const requireAward = async (work: Work, id: string, language: Language): Promise<FoundAward> => {
  const found = await findAward(work, id, language);
  if (!found) throw notFound();
  return found;
};

export const requireSeenAward = async (work: Work, id: string, language: Language): Promise<StoredAward> => {
  const seen = await seeAward(work, id, language);
  if (!seen) throw notFound();
  return seen;
};
