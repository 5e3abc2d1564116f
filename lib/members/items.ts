import { addOrganisationReference } from "../organisations/items.ts";
import { type CommitteeTree, chainOf, datedAncestors } from "../organisations/tree.ts";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { refer } from "../records/kinds.ts";
import type { Result } from "../records/request-context.ts";
import { personSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { Problem } from "../shared/problem.ts";
import { difference } from "../statistics/counters.ts";
import { tallyWrites } from "../statistics/tally.ts";
import { keys, lists } from "../table/keys.ts";
import {
  add,
  deleteAtVersion,
  deleteItem,
  type Item,
  insert,
  type OnConditionFailed,
  replace,
  type Write,
} from "../table/write.ts";
import { type MemberDetails, type MemberInput, type MemberRecord, memberInput, memberItem } from "./schema.ts";
import { isCounted, type MembershipTimeline, mayVote, memberDeltas, periodsOf, type State } from "./timeline.ts";

/** A member as the table keeps it, with its version and the home it belongs to. */
export type StoredMember = { member: MemberDetails; version: number; tenantId: string };

/** Lists of the indexes: those who count, and those who have left. */
export const memberLists = { current: "member", former: "former-member" } as const;

export const timelineOf = ({
  organisationId,
  admittedOn,
  joinedOn,
  confirmedOn,
  confirmed,
  history,
}: MemberDetails): MembershipTimeline => ({
  initialState: { organisationId, admittedOn, joinedOn, confirmedOn, confirmed },
  entries: history,
});

/** The last state of the story. Days of the future are refused, so it is that of today. */
export const currentState = (member: MemberDetails): State => {
  const last = periodsOf(timelineOf(member)).at(-1);
  if (!last) throw new TypeError(`Member ${member.id} has no state`);
  return last.state;
};

/** The member as callers see one in a state of the story. */
export const recordIn = (state: State, { history: _, ...member }: MemberDetails): MemberRecord => ({
  ...member,
  organisationId: state.organisationId,
  standing: state.standing,
  mayVote: mayVote(state),
});

/** The outcome of a read or a write: the member in the state of today. */
export const resultOf = ({ member, version }: StoredMember): Result => ({
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
export const inputOf = (member: MemberDetails): MemberInput =>
  Object.fromEntries(Object.entries(member).filter(([name]) => inputNames.includes(name))) as MemberInput;

const inUse: OnConditionFailed = () => new Problem("in-use");

const numberTaken: OnConditionFailed = (old) =>
  new Problem("duplicate-member-number", { existing: old ? refer("member", String(old.id)) : undefined });

/** The writes that make a member in the home of a tree. */
export const createMemberWrites = (after: StoredMember, tree: CommitteeTree): Write[] => [
  insert(memberItemOf(after)),
  insert({ ...keys.memberReferences(after.member.id), refs: 0 }),
  ...derivedWrites(undefined, after, tree),
];

/** The writes that change a member. `onConditionFailed` says what it means that another write was faster. */
export const updateMemberWrites = (
  before: StoredMember,
  after: StoredMember,
  tree: CommitteeTree,
  onConditionFailed?: OnConditionFailed,
): Write[] => [replace(memberItemOf(after), before.version, onConditionFailed), ...derivedWrites(before, after, tree)];

/** The writes that take a member back out of the record and of all figures, which only one may that nothing names. */
export const deleteMemberWrites = (before: StoredMember, tree: CommitteeTree): Write[] => {
  const { id, history } = before.member;
  return [
    deleteAtVersion(keys.member(id), before.version),
    tombstone(keys.member(id), {
      organisationId: currentState(before.member).organisationId,
      tenantId: before.tenantId,
      visibility: before.member.visibility,
    }),
    deleteItem(keys.memberReferences(id), { expression: "refs = :none", values: { ":none": 0 } }, inUse),
    ...history.map((entry) => deleteItem(keys.memberHistory(id, entry.id))),
    ...derivedWrites(before, undefined, tree),
  ];
};

/** Guards, figures and references that follow from what a member was and is to be. */
const derivedWrites = (
  before: StoredMember | undefined,
  after: StoredMember | undefined,
  tree: CommitteeTree,
): Write[] => [
  ...externalIdWrites(before && externalIdOwner(before), after && externalIdOwner(after)),
  ...numberWrites(before, after),
  ...tallyWrites(difference(deltasOf(before), deltasOf(after)), (cell) => datedAncestors(tree, cell)),
  ...referenceWrites(before, after, tree),
];

const deltasOf = (stored: StoredMember | undefined) =>
  stored ? memberDeltas({ timeline: timelineOf(stored.member), gender: stored.member.gender }) : [];

const externalIdOwner = ({ member, tenantId }: StoredMember) => ({
  owner: { kind: "member", id: member.id, scope: tenantId } as const,
  ids: member.externalIds,
});

const numberWrites = (before: StoredMember | undefined, after: StoredMember | undefined): Write[] => {
  const old = before?.member.memberNumber;
  const now = after?.member.memberNumber;
  if (old === now) return [];
  return [
    ...(after && now ? [insert({ ...keys.memberNumber(after.tenantId, now), id: after.member.id }, numberTaken)] : []),
    ...(before && old ? [deleteItem(keys.memberNumber(before.tenantId, old))] : []),
  ];
};

/** Organisations that a member's story and positions name; they stay as long as it names them. */
const referencedOrganisations = (stored: StoredMember | undefined): ReadonlySet<string> => {
  if (!stored) return new Set();
  const { organisationId, positions = [], history } = stored.member;
  const named = [...positions, ...history].flatMap((part) => part.organisationId ?? []);
  return new Set([organisationId, ...named]);
};

const referenceWrites = (
  before: StoredMember | undefined,
  after: StoredMember | undefined,
  tree: CommitteeTree,
): Write[] => {
  const old = referencedOrganisations(before);
  const now = referencedOrganisations(after);
  return [
    ...[...now]
      .filter((id) => !old.has(id))
      .map((id) => {
        const [link] = chainOf(tree, id);
        // A superior of the home stands outside its tree, which knows no place for it.
        return link ? addOrganisationReference(link, 1) : add(keys.tally(id), { refs: 1 }, { mustExist: true });
      }),
    ...[...old].filter((id) => !now.has(id)).map((id) => add(keys.tally(id), { refs: -1 })),
  ];
};

/** Stands where a name or a reason was that has been erased. */
export const erasedText = "(đã xoá)";

/**
 * What is left of a member whose data is erased: nobody's name, number or birthday, no position and no other system's id. Cell,
 * days and gender stay, since the figures of every day rest on them.
 */
export const erasedDetails = (member: MemberDetails, erasedAt: string): MemberDetails => {
  const { memberNumber: _, birthDate: __, jobTitle: ___, positions: ____, externalIds: _____, ...kept } = member;
  return { ...kept, fullName: erasedText, erasedAt, updatedAt: erasedAt };
};
