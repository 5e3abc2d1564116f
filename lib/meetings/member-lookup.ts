import { readMember, type StoredMember, timelineOf } from "../members/items.ts";
import { isMemberVisible, type MemberWithTree } from "../members/reads.ts";
import { isCounted, stateOn } from "../members/timeline.ts";
import { loadCommitteeTree } from "../organisations/access.ts";
import type { RequestContext } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Item, Key } from "../table/write.ts";

/** Keys that a lookup of members reads: the members, and the trees of the tenants that their ids contain. At most two a member. */
export const memberLookupKeys = (ids: readonly string[]): Key[] => {
  const tenantIds = new Set(ids.map(tenantIdFromId));
  return [...ids.map(keys.member), ...[...tenantIds].map(keys.tree)];
};

/** Whether someone was a member on a day: neither before joining nor after departing. */
export const isMemberOn = ({ record }: Pick<StoredMember, "record">, day: Day): boolean => {
  const state = stateOn(timelineOf(record), day);
  return state !== undefined && isCounted(state);
};

/** The members that the caller sees, by id, among the items of `memberLookupKeys`. */
export const visibleMembers = async (
  context: RequestContext,
  ids: readonly string[],
  items: readonly (Item | undefined)[],
): Promise<Map<string, MemberWithTree>> => {
  const trees = new Map(items.slice(ids.length).map((item) => [item?.tenantId, item]));
  const found = await Promise.all(
    items.slice(0, ids.length).map(async (item): Promise<MemberWithTree[]> => {
      if (!item) return [];
      const stored = readMember(item);
      const tree = await loadCommitteeTree(context, stored.tenantId, trees.get(stored.tenantId));
      return tree && isMemberVisible(context, stored, tree) ? [{ ...stored, tree }] : [];
    }),
  );
  return new Map(found.flat().map((person) => [person.record.id, person]));
};
