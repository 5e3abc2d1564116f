import { addOrganisationReference, releaseOrganisation } from "../organisations/items.ts";
import { stageWrites } from "../organisations/staged-changes.ts";
import { type CommitteeTree, chainOf, datedAncestors, pathTo } from "../organisations/tree.ts";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdGuards } from "../records/external-ids.ts";
import { refer } from "../records/kinds.ts";
import { addReference, type ReferenceChange } from "../records/references.ts";
import type { Result } from "../records/request-context.ts";
import type { Stored } from "../records/versions.ts";
import { personSortKey } from "../shared/collation.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { Problem } from "../shared/problem.ts";
import { identityOf } from "../shared/text.ts";
import { type CounterDelta, difference } from "../statistics/counters.ts";
import { placementAttribute, sequence, tallyWrites } from "../statistics/tally.ts";
import { keys, lists } from "../table/keys.ts";
import {
  add,
  deleteAtVersion,
  deleteItem,
  type Item,
  insert,
  type Key,
  type OnConditionFailed,
  replace,
  type Write,
} from "../table/write.ts";
import { shownPositions } from "./positions.ts";
import { deleteReferenceCount } from "./references.ts";
import { type MemberDetails, type MemberRecord, memberItem } from "./schema.ts";
import { isCounted, type MemberState, type MembershipTimeline, mayVote, memberDeltas, periodsOf } from "./timeline.ts";

/** A member as the table stores it. */
export type StoredMember = Stored<MemberDetails>;

/** Lists of the indexes: current and former members. */
export const memberLists = { current: "member", former: "former-member" } as const;

export const timelineOf = ({
  beganIn,
  admittedOn,
  joinedOn,
  confirmedOn,
  confirmed,
  history,
}: MemberDetails): MembershipTimeline => ({
  initialState: { organisationId: beganIn, admittedOn, joinedOn, confirmedOn, confirmed },
  entries: history,
});

/** The last state of the timeline. It is that of today, since future days are rejected. */
export const currentState = (member: MemberDetails): MemberState => {
  const last = periodsOf(timelineOf(member)).at(-1);
  if (!last) throw new TypeError(`Member ${member.id} has no state`);
  return last.state;
};

/** The record that callers see, in a state of the timeline. */
export const recordIn = (state: MemberState, stored: MemberDetails): MemberRecord => {
  const { history: _, ...member } = stored;
  const positions = member.positions && shownPositions(member.positions, periodsOf(timelineOf(stored)));
  return {
    ...member,
    ...(positions ? { positions } : {}),
    organisationId: state.organisationId,
    standing: state.standing,
    mayVote: mayVote(state),
    suspended: state.suspended,
  };
};

/** The member in the state of today. */
export const memberResult = ({ record: member, version }: StoredMember): Result => ({
  record: recordIn(currentState(member), member),
  version,
});

export const memberItemOf = ({ record: member, version, tenantId }: StoredMember): Item => {
  const state = currentState(member);
  const list = isCounted(state) ? memberLists.current : memberLists.former;
  return {
    ...keys.member(member.id),
    ...member,
    organisationId: state.organisationId,
    version,
    tenantId,
    inTenant: lists.inTenant(tenantId, list),
    inUnit: lists.inUnit(state.organisationId, list),
    sort: `${personSortKey(member.fullName)}#${member.id}`,
  };
};

/** Decodes an item; throws for a corrupt one. */
export const readMember = (item: Item): StoredMember => {
  const { version, tenantId, ...record } = decodeStored(memberItem, item);
  return { record, version, tenantId };
};

const numberTaken: OnConditionFailed = (old) =>
  new Problem("duplicate-member-number", { existing: old ? refer("member", String(old.id)) : undefined });

export const createMemberWrites = (after: StoredMember, tree: CommitteeTree): Write[] => [
  insert(memberItemOf(after)),
  insert({ ...keys.memberReferences(after.record.id), refs: 0 }),
  ...derivedWrites({ before: undefined, after, tree }),
];

/** @param onConditionFailed maps a concurrent change to a problem; by default 412 `stale` */
export const updateMemberWrites = (
  before: StoredMember,
  after: StoredMember,
  { tree, onConditionFailed }: { tree: CommitteeTree; onConditionFailed?: OnConditionFailed },
): Write[] => [
  replace(memberItemOf(after), before.version, onConditionFailed),
  ...derivedWrites({ before, after, tree }),
];

/** @param idHashes hashes of its external ids, for an erasure after the deletion */
export const deleteMemberWrites = (before: StoredMember, tree: CommitteeTree, idHashes: readonly string[]): Write[] => {
  const { id, history } = before.record;
  const { organisationId } = currentState(before.record);
  return [
    deleteAtVersion(keys.member(id), before.version),
    tombstone(keys.member(id), {
      organisationId,
      path: pathTo(tree, organisationId).join("/"),
      tenantId: before.tenantId,
      idHashes,
      visibility: before.record.visibility,
    }),
    deleteReferenceCount(id),
    ...derivedWrites(
      { before, after: undefined, tree },
      history.map((entry) => keys.memberHistory(id, entry.id)),
    ),
  ];
};

type Change = { before: StoredMember | undefined; after: StoredMember | undefined; tree: CommitteeTree };

/** Actions for what follows from a change of a member; the rest of a transaction is for record, entry and response. */
const followingMaximum = 85;

/**
 * Guards, counters and references that change with a member. A change of more days than a transaction holds, as after many
 * transfers, is staged: its counters and releases are applied by the stream processor.
 * @param deletions items that are deleted with the member
 */
const derivedWrites = ({ before, after, tree }: Change, deletions: readonly Key[] = []): Write[] => {
  const deltas = difference(deltasOf(before), deltasOf(after));
  const { added, released } = referenceChanges({ before, after, tree });
  const guards = [...externalIdGuards("member", before, after), ...numberWrites(before, after), ...added];
  const rest = [
    ...tallyWrites(deltas, (cell) => datedAncestors(tree, cell)),
    ...released.flatMap((id) => releaseOrganisation(id, "member")),
    ...deletions.map((key) => deleteItem(key)),
  ];
  if (itemsIn([...guards, ...rest]) <= followingMaximum) return [...guards, ...rest];
  const { record, version } = after ?? { ...before, version: (before?.version ?? 0) + 1 };
  const id = `${record?.id}#${version}`;
  const staged = stageWrites(tree.tenantId, id, { deltas, releases: released, by: "member", deletions });
  return [...guards, ...staged, ...arrivalChecks(deltas, tree).slice(0, followingMaximum - itemsIn(guards))];
};

const itemsIn = (writes: readonly Write[]) => new Set(writes.map(({ key: { pk, sk } }) => `${pk} ${sk}`)).size;

/** Makes a staged change conflict with a concurrent move or dissolution of the cells in which the member counts longer. */
const arrivalChecks = (deltas: readonly CounterDelta[], tree: CommitteeTree): Write[] => {
  const cells = deltas.flatMap(({ counter, count, organisationId }) =>
    counter === "members" && count > 0 ? [organisationId] : [],
  );
  return [...new Set(cells)].flatMap((cell) =>
    chainOf(tree, cell)
      .slice(0, 1)
      .map(({ organisationId, placementVersion }) =>
        add(keys.tally(organisationId), { [sequence]: 1 }, { expect: { [placementAttribute]: placementVersion } }),
      ),
  );
};

const deltasOf = (stored: StoredMember | undefined) =>
  stored ? memberDeltas({ timeline: timelineOf(stored.record), gender: stored.record.gender }) : [];

const numberWrites = (before: StoredMember | undefined, after: StoredMember | undefined): Write[] => {
  const [old, now] = [before, after].map(
    (stored) => stored?.record.memberNumber && identityOf(stored.record.memberNumber),
  );
  if (old === now) return [];
  return [
    ...(after && now ? [insert({ ...keys.memberNumber(after.tenantId, now), id: after.record.id }, numberTaken)] : []),
    ...(before && old ? [deleteItem(keys.memberNumber(before.tenantId, old))] : []),
  ];
};

/** Organisations in the timeline and positions of a member; they cannot be deleted. */
const referencedOrganisations = (stored: StoredMember | undefined): ReadonlySet<string> => {
  if (!stored) return new Set();
  const { beganIn, positions = [], history } = stored.record;
  const named = [...positions, ...history].flatMap((part) => part.organisationId ?? []);
  return new Set([beganIn, ...named]);
};

/** References to organisations that a member gains, and the organisations that it no longer refers to. */
const referenceChanges = ({ before, after, tree }: Change): { added: Write[]; released: string[] } => {
  const old = referencedOrganisations(before);
  const now = referencedOrganisations(after);
  const change: ReferenceChange = { by: "member", count: 1 };
  const added = [...now]
    .filter((id) => !old.has(id))
    .map((id) => {
      const [link] = chainOf(tree, id);
      // A superior of the tenant is not in its tree and has no placement version to check.
      return link ? addOrganisationReference(link, change) : addReference(keys.tally(id), change);
    });
  return { added, released: [...old].filter((id) => !now.has(id)) };
};
