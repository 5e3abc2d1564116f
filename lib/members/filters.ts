import type { Day } from "../shared/days.ts";
import { matchesSearch } from "../shared/search.ts";
import { comparableLine } from "../shared/text.ts";
import { currentState, memberLists, recordIn, timelineOf } from "./items.ts";
import { isHeldOn } from "./positions.ts";
import type { MemberDetails, MemberRecord, MembersQuery } from "./schema.ts";
import { isCounted, type MemberState, stateOn } from "./timeline.ts";

/** The filters of a list of members. `today` is the day that is described without `asOf`. */
export type Filters = Omit<MembersQuery, "organisationId" | "limit" | "cursor"> & { today: Day };

/** Lists of the indexes that contain the members of a standing. */
export const listsOf = ({ standing }: Pick<Filters, "standing">): readonly string[] => {
  if (standing === "all") return Object.values(memberLists);
  return [standing === "former" ? memberLists.former : memberLists.current];
};

/** Whether the filters leave out members of the lists. */
export const isFiltered = ({ today: _, standing, ...others }: Filters): boolean =>
  Object.values(others).some((value) => value !== undefined) || standing === "probationary" || standing === "official";

/** Former members are left out by default, except where an external id names one. */
const hasStanding = ({ standing, externalId }: Filters, state: MemberState): boolean => {
  if (standing === undefined) return externalId !== undefined || isCounted(state);
  return standing === "all" || state.standing === standing;
};

/** The record to list, if the member matches all filters on the day that they describe. */
export const matchingRecord = (member: MemberDetails, filters: Filters): MemberRecord | undefined => {
  const { memberNumber, gender, suspended, position, q, asOf, today } = filters;
  if (q !== undefined && !matchesSearch(q, member.fullName)) return undefined;
  if (memberNumber !== undefined && comparableLine(member.memberNumber ?? "") !== comparableLine(memberNumber))
    return undefined;
  if (gender !== undefined && member.gender !== gender) return undefined;
  const state = asOf === undefined ? currentState(member) : stateOn(timelineOf(member), asOf);
  if (!state || !hasStanding(filters, state)) return undefined;
  if (suspended !== undefined && String(state.suspended) !== suspended) return undefined;
  const record = recordIn(state, member);
  const holds = ({ role, ...span }: NonNullable<MemberRecord["positions"]>[number]) =>
    role === position && isCounted(state) && isHeldOn({ role, ...span }, asOf ?? today);
  return position === undefined || record.positions?.some(holds) ? record : undefined;
};
