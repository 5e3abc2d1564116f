import { referTo } from "../organisations/store.ts";
import { type CommitteeTree, chainOf, countedIn } from "../organisations/tree.ts";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { difference } from "../statistics/effects.ts";
import { tallyWrites } from "../statistics/tally.ts";
import { keys } from "../table/keys.ts";
import {
  add,
  deleteAtVersion,
  deleteItem,
  insert,
  type OnConditionFailed,
  replace,
  type Write,
} from "../table/write.ts";
import { goneItemOf, meetingItemOf, type StoredMeeting } from "./items.ts";
import { meetingEffects } from "./rules.ts";

/** Parts come to a meeting, which must not have been deleted. */
export const partAdded = (meetingId: string, count = 1): Write =>
  add(keys.meetingReferences(meetingId), { parts: count }, { mustExist: true, refused: notFound });

/** A part has left a meeting; deleting the meeting whole depends on how many there are. */
export const partRemoved = (meetingId: string): Write =>
  add(keys.meetingReferences(meetingId), { parts: -1 }, { mustExist: true, refused: notFound });

/** An award names a meeting, or (`-1`) no longer does. `refused` says what an absent meeting means. */
export const nameMeeting = (meetingId: string, count: 1 | -1, refused?: OnConditionFailed): Write =>
  add(keys.meetingReferences(meetingId), { refs: count }, { mustExist: true, ...(refused ? { refused } : {}) });

/** A part or an award names an attendee, or (`-1`) no longer does. `refused` says what an absent attendee means. */
export const nameAttendee = (
  meetingId: string,
  attendeeId: string,
  count: 1 | -1,
  refused?: OnConditionFailed,
): Write =>
  add(keys.attendee(meetingId, attendeeId), { refs: count }, { mustExist: true, ...(refused ? { refused } : {}) });

/** The writes that make a meeting in the home of a tree. */
export const meetingMade = (after: StoredMeeting, tree: CommitteeTree): Write[] => [
  insert(meetingItemOf(after)),
  insert({ ...keys.meetingReferences(after.record.id), refs: 0, parts: 0 }),
  ...counted(undefined, after, tree),
];

/** The writes that change a meeting within its home. */
export const meetingChanged = (before: StoredMeeting, after: StoredMeeting, tree: CommitteeTree): Write[] => [
  replace(meetingItemOf(after), before.version),
  ...counted(before, after, tree),
];

const inUse: OnConditionFailed = (old) => new Problem(Number(old?.refs) > 0 ? "in-use" : "write-conflict");

const noteOf = ({ record, tenantId }: StoredMeeting) =>
  tombstone(keys.meeting(record.id), {
    organisationId: record.organisationId,
    tenantId,
    visibility: record.visibility,
  });

/**
 * The writes that delete a meeting which no award names, together with all its parts.
 * @param parts how many of them were found; one that came or went meanwhile refuses the whole
 */
export const meetingGone = (before: StoredMeeting, tree: CommitteeTree, parts: number): Write[] => [
  deleteAtVersion(keys.meeting(before.record.id), before.version),
  noteOf(before),
  deleteItem(
    keys.meetingReferences(before.record.id),
    { expression: "refs = :none AND parts = :parts", values: { ":none": 0, ":parts": parts } },
    inUse,
  ),
  ...counted(before, undefined, tree),
];

/** The writes that end a meeting for every reader and writer, while its parts still stand. */
export const meetingEnded = (before: StoredMeeting, tree: CommitteeTree, deletedAt: string): Write[] => [
  replace(goneItemOf(before, deletedAt), before.version),
  noteOf(before),
  deleteItem(keys.meetingReferences(before.record.id), { expression: "refs = :none", values: { ":none": 0 } }, inUse),
  ...counted(before, undefined, tree),
];

const held = ({ record, tenantId }: StoredMeeting) => ({
  owner: { kind: "meeting", id: record.id, scope: tenantId } as const,
  ids: record.externalIds,
});

/** Guards, figures and references that follow from what a meeting was and is to be. */
const counted = (before: StoredMeeting | undefined, after: StoredMeeting | undefined, tree: CommitteeTree): Write[] => [
  ...externalIdWrites(before && held(before), after && held(after)),
  ...tallyWrites(difference(effectsOf(before), effectsOf(after)), (id) => countedIn(tree, id)),
  ...referenceWrites(before?.record.organisationId, after?.record.organisationId, tree),
];

const effectsOf = (stored: StoredMeeting | undefined) => (stored ? meetingEffects(stored.record) : []);

const referenceWrites = (before: string | undefined, after: string | undefined, tree: CommitteeTree): Write[] => {
  if (before === after) return [];
  const refer = (id: string | undefined, count: 1 | -1) =>
    (id === undefined ? [] : chainOf(tree, id).slice(0, 1)).map((link) => referTo(link, count));
  return [...refer(before, -1), ...refer(after, 1)];
};
