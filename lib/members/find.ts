import { maySee, treeOfHome } from "../organisations/find.ts";
import { type HomeTree, mayReach } from "../organisations/tree.ts";
import { homeHint, isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { Work } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { currentState, readMember, type StoredMember } from "./items.ts";

/** A member the caller sees, with the tree of its home. */
export type FoundMember = StoredMember & { tree: HomeTree };

/**
 * Finds a member in one round trip. Undefined where it is absent, now in a cell outside the caller's subtree, or
 * restricted and the caller no administrator.
 */
export const findMember = async (work: Work, id: string): Promise<FoundMember | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted] = await work.table.getMany([keys.member(id), keys.tree(homeHint(id))]);
  return item && seen(work, item, hinted);
};

const seen = async (work: Work, item: Item, hinted: Item | undefined): Promise<FoundMember | undefined> => {
  const stored = readMember(item);
  const tree = await treeOfHome(work, stored.home, hinted);
  if (!tree || !isSeen(work, stored, tree)) return undefined;
  return { ...stored, tree };
};

/** Whether the caller sees a member of a home whose tree is known. */
export const isSeen = (work: Work, { member }: StoredMember, tree: HomeTree): boolean =>
  maySee(work.caller, member) && mayReach(work.caller, tree, currentState(member).organisationId);

export const requireMember = async (work: Work, id: string): Promise<FoundMember> => {
  const found = await findMember(work, id);
  if (!found) throw notFound();
  return found;
};
