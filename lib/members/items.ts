import type { Result } from "../records/request-context.ts";
import { personSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/shape.ts";
import { keys, lists } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import { type KeptMember, type MemberInput, type MemberRecord, memberInput, memberItem } from "./schema.ts";
import { isCounted, type MembershipTimeline, mayVote, periodsOf, type State } from "./timeline.ts";

/** A member as the table keeps it, with its version and the home it belongs to. */
export type StoredMember = { member: KeptMember; version: number; tenantId: string };

/** Lists of the indexes: those who count, and those who have left. */
export const memberLists = { current: "member", former: "former-member" } as const;

export const timelineOf = ({
  organisationId,
  admittedOn,
  joinedOn,
  confirmedOn,
  confirmed,
  history,
}: KeptMember): MembershipTimeline => ({
  beginning: { organisationId, admittedOn, joinedOn, confirmedOn, confirmed },
  entries: history,
});

/** The last state of the story. Days of the future are refused, so it is that of today. */
export const currentState = (member: KeptMember): State => {
  const last = periodsOf(timelineOf(member)).at(-1);
  if (!last) throw new TypeError(`Member ${member.id} has no state`);
  return last.state;
};

/** The member as callers see one in a state of the story. */
export const recordIn = (state: State, { history: _, ...member }: KeptMember): MemberRecord => ({
  ...member,
  organisationId: state.organisationId,
  standing: state.standing,
  mayVote: mayVote(state),
});

/** The outcome of a read or a write: the member in the state of today. */
export const outcomeOf = ({ member, version }: StoredMember): Result => ({
  record: recordIn(currentState(member), member),
  version,
});

export const memberItemOf = ({ member, version, tenantId }: StoredMember): Item => {
  const state = currentState(member);
  const list = isCounted(state) ? memberLists.current : memberLists.former;
  return {
    ...keys.member(member.id),
    ...member,
    organisationId: state.organisationId,
    beganIn: member.organisationId,
    version,
    tenantId,
    inTenant: lists.inTenant(tenantId, list),
    inUnit: lists.inUnit(state.organisationId, list),
    sort: `${personSortKey(member.fullName)}#${member.id}`,
  };
};

/** Reads an item; throws where it is not what we write. */
export const readMember = (item: Item): StoredMember => {
  const { version, tenantId, beganIn, ...member } = decodeStored(memberItem, item);
  return { member: { ...member, organisationId: beganIn }, version, tenantId };
};

const inputNames = Object.keys(memberInput.shape);

/** The beginning as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (member: KeptMember): MemberInput =>
  Object.fromEntries(Object.entries(member).filter(([name]) => inputNames.includes(name))) as MemberInput;
