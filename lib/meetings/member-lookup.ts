import { readMember } from "../members/items.ts";
import { type FoundMember, isSeen } from "../members/reads.ts";
import { loadCommitteeTree } from "../organisations/access.ts";
import type { RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Item, Key } from "../table/write.ts";

/** What is read to look members up: themselves, and the trees of the homes their ids hint at. At most two keys a member. */
export const memberLookupKeys = (ids: readonly string[]): Key[] => {
  const tenantIds = new Set(ids.map(tenantIdFromId));
  return [...ids.map(keys.member), ...[...tenantIds].map(keys.tree)];
};

/** The members the caller sees, by id, out of what `memberLookupKeys` found. */
export const visibleMembers = async (
  context: RequestContext,
  ids: readonly string[],
  items: readonly (Item | undefined)[],
): Promise<Map<string, FoundMember>> => {
  const trees = new Map(items.slice(ids.length).map((item) => [item?.tenantId, item]));
  const found = await Promise.all(
    items.slice(0, ids.length).map(async (item): Promise<FoundMember[]> => {
      if (!item) return [];
      const stored = readMember(item);
      const tree = await loadCommitteeTree(context, stored.tenantId, trees.get(stored.tenantId));
      return tree && isSeen(context, stored, tree) ? [{ ...stored, tree }] : [];
    }),
  );
  return new Map(found.flat().map((person) => [person.member.id, person]));
};
