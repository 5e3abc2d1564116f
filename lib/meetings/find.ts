import { maySee, treeOfHome } from "../organisations/find.ts";
import { type HomeTree, mayReach } from "../organisations/tree.ts";
import { homeHint, isId } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { Work } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import type { Item, Key } from "../table/write.ts";
import { readGone, readMeeting, type StoredMeeting } from "./items.ts";

/** A meeting the caller sees, with the tree of its home. */
export type FoundMeeting = StoredMeeting & { tree: HomeTree };

/** What is read to find a meeting: itself, and the tree of the home its id hints at. */
export const keysToFind = (id: string): [Key, Key] => [keys.meeting(id), keys.tree(homeHint(id))];

/** The meeting, as far as the caller sees it, out of what `keysToFind` found. */
export const seenMeeting = async (work: Work, item: Item | undefined, hinted: Item | undefined) => {
  if (!item || readGone(item)) return undefined;
  const stored = readMeeting(item);
  const tree = await treeOfHome(work, stored.home, hinted);
  if (!tree || !mayReach(work.caller, tree, stored.record.organisationId)) return undefined;
  return maySee(work.caller, stored.record) ? { ...stored, tree } : undefined;
};

/**
 * Finds a meeting in one round trip. Undefined where it is absent or deleted, outside the caller's subtree, or
 * restricted and the caller no administrator.
 */
export const findMeeting = async (work: Work, id: string): Promise<FoundMeeting | undefined> =>
  (await findWith(work, id, []))?.meeting;

export const requireMeeting = async (work: Work, id: string): Promise<FoundMeeting> => {
  const found = await findMeeting(work, id);
  if (!found) throw notFound();
  return found;
};

type Others = (Item | undefined)[];

/** A meeting and up to 98 other items in one round trip. Undefined where `findMeeting` finds none. */
export const findWith = async (
  work: Work,
  id: string,
  others: readonly Key[],
): Promise<{ meeting: FoundMeeting; items: Others } | undefined> => {
  if (!isId(id)) return undefined;
  const [item, hinted, ...items] = await work.table.getMany([...keysToFind(id), ...others]);
  const meeting = await seenMeeting(work, item, hinted);
  return meeting && { meeting, items };
};

/** The same. Throws 404 where the caller does not see the meeting. */
export const requireWith = async (
  work: Work,
  id: string,
  others: readonly Key[],
): Promise<{ meeting: FoundMeeting; items: Others }> => {
  const found = await findWith(work, id, others);
  if (!found) throw notFound();
  return found;
};
