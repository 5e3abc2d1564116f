import * as z from "zod/mini";
import { addOrganisationReference } from "../organisations/items.ts";
import { type CommitteeTree, chainOf, datedAncestors } from "../organisations/tree.ts";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdGuards } from "../records/external-ids.ts";
import { addReference, inUse, inUseBy, type ReferenceChange, unreferenced } from "../records/references.ts";
import type { Stored } from "../records/versions.ts";
import { vietnamTimeOf } from "../shared/days.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import type { Precondition } from "../shared/precondition.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { difference } from "../statistics/counters.ts";
import { tallyWrites } from "../statistics/tally.ts";
import { keys, lists } from "../table/keys.ts";
import {
  add,
  check,
  deleteAtVersion,
  deleteItem,
  type Item,
  insert,
  type OnConditionFailed,
  replace,
  type Write,
} from "../table/write.ts";
import { calendarWrites } from "./calendar.ts";
import { meetingDeltas } from "./rules.ts";
import { type Meeting, meetingRecord } from "./schema.ts";

export type StoredMeeting = Stored<Meeting>;

const meetingItem = z.object({ ...itemFields, tenantId: z.string() });

/** Hour by which a meeting without a time of day is sorted. */
const hours: Record<NonNullable<Meeting["partOfDay"]>, string> = {
  day: "00",
  morning: "06",
  afternoon: "12",
  evening: "18",
};

const timeOf = ({ startsAt, partOfDay = "day" }: Meeting) => (startsAt ? vietnamTimeOf(startsAt) : hours[partOfDay]);

/** Meetings sort by day, then time; the id makes the sort key unique. */
export const sortOf = (record: Meeting) => `${record.date}T${timeOf(record)}#${record.id}`;

export const meetingItemOf = ({ record, version, tenantId }: StoredMeeting): Item => ({
  ...keys.meeting(record.id),
  ...record,
  version,
  tenantId,
  inTenant: lists.inTenant(tenantId, "meeting"),
  inUnit: lists.inUnit(record.organisationId, "meeting"),
  inGroup: lists.ofKind(tenantId, "meeting", record.kind),
  sort: sortOf(record),
});

/** Parses an item. Throws for a corrupt one. */
export const readMeeting = (item: Item): StoredMeeting => {
  const { version, tenantId } = decodeStored(meetingItem, item);
  return { record: decodeStored(meetingRecord, item), version, tenantId };
};

const tombstoneItem = z.object({ ...itemFields, id: z.string(), organisationId: z.string(), tenantId: z.string() });

/** Replaces a deleted meeting while its parts are being deleted. Names only its owner. */
export type MeetingTombstone = z.output<typeof tombstoneItem>;

export const tombstoneItemOf = ({ record, version, tenantId }: StoredMeeting, deletedAt: string): Item => ({
  ...keys.meeting(record.id),
  id: record.id,
  organisationId: record.organisationId,
  tenantId,
  version: version + 1,
  deletedAt,
});

/** The tombstone of a deleted meeting; undefined for a meeting that exists. */
export const readTombstone = (item: Item): MeetingTombstone | undefined =>
  item.deletedAt === undefined ? undefined : decodeStored(tombstoneItem, item);

/** Counts parts added to a meeting. Fails with 404 where the meeting has been deleted. */
export const incrementPartCount = (meetingId: string, count = 1): Write => addToPartCounts(meetingId, { parts: count });

/** Counts a vote, with which its meeting is neither cancelled nor held on another day or by another organisation. */
export const incrementVoteCount = (meetingId: string, count: 1 | -1): Write =>
  addToPartCounts(meetingId, { parts: count, votes: count });

const addToPartCounts = (meetingId: string, counts: Record<string, number>): Write =>
  add(keys.meetingReferences(meetingId), counts, { mustExist: true, onConditionFailed: notFound });

/** Counts a part removed from a meeting: a deletion requires the number of parts that it has read. */
export const decrementPartCount = (meetingId: string): Write => incrementPartCount(meetingId, -1);

/** Counts a reference to a meeting, which then cannot be deleted. */
export const addMeetingReference = (
  meetingId: string,
  change: ReferenceChange,
  onConditionFailed?: OnConditionFailed,
): Write => addReference(keys.meetingReferences(meetingId), change, onConditionFailed);

export const createMeetingWrites = (after: StoredMeeting, tree: CommitteeTree): Write[] => [
  insert(meetingItemOf(after)),
  insert({ ...keys.meetingReferences(after.record.id), refs: 0, parts: 0 }),
  ...derivedWrites(undefined, after, tree),
];

/** Replaces a meeting within its tenant. */
export const updateMeetingWrites = (before: StoredMeeting, after: StoredMeeting, tree: CommitteeTree): Write[] => [
  replace(meetingItemOf(after), before.version),
  ...(mayHaveVotes(before.record, after.record) ? [] : [assertNoVotes(before.record.id)]),
  ...derivedWrites(before, after, tree),
];

/**
 * Makes a write below a meeting depend on its day; on its version, where the caller named one; and, for a vote, on its not
 * being cancelled.
 */
export const assertMeetingUnchanged = (
  { record: { id, date, organisationId }, version }: StoredMeeting,
  { precondition, isVote = false }: { precondition: Precondition | undefined; isVote?: boolean },
): Write => {
  const expected = { date, organisationId, ...(precondition ? { version } : {}) };
  const names = Object.keys(expected);
  const isNotCancelled = isVote ? ["#status <> :cancelled"] : [];
  return check(
    keys.meeting(id),
    {
      expression: [...names.map((name) => `#${name} = :${name}`), ...isNotCancelled].join(" AND "),
      names: Object.fromEntries([...names, ...(isVote ? ["status"] : [])].map((name) => [`#${name}`, name])),
      values: {
        ...Object.fromEntries(Object.entries(expected).map(([name, value]) => [`:${name}`, value])),
        ...(isVote ? { ":cancelled": "cancelled" } : {}),
      },
    },
    (old) => {
      if (!old || readTombstone(old)) return notFound();
      return new Problem(precondition ? "stale" : "write-conflict");
    },
  );
};

/** Whether the votes of a meeting remain true of it. */
const mayHaveVotes = (before: Meeting, after: Meeting) =>
  (after.status !== "cancelled" || before.status === "cancelled") &&
  after.date === before.date &&
  after.organisationId === before.organisationId;

const assertNoVotes = (meetingId: string): Write =>
  check(
    keys.meetingReferences(meetingId),
    { expression: "attribute_exists(pk) AND (attribute_not_exists(votes) OR votes = :none)", values: { ":none": 0 } },
    (old) => (old ? inUseBy([{ kind: "vote", count: Number(old.votes) }]) : notFound()),
  );

const notDeletable: OnConditionFailed = (old) => (Number(old?.refs) > 0 ? inUse(old) : new Problem("write-conflict"));

const auditTombstone = ({ record, tenantId }: StoredMeeting) =>
  tombstone(keys.meeting(record.id), {
    organisationId: record.organisationId,
    tenantId,
    visibility: record.visibility,
  });

/**
 * Deletes a meeting to which no award refers, together with writes that delete its parts.
 * @param parts how many parts were read; the transaction fails where one was added or removed since
 */
export const deleteMeetingWrites = (before: StoredMeeting, tree: CommitteeTree, parts: number): Write[] => [
  deleteAtVersion(keys.meeting(before.record.id), before.version),
  auditTombstone(before),
  deleteItem(
    keys.meetingReferences(before.record.id),
    { expression: "refs = :none AND parts = :parts", values: { ":none": 0, ":parts": parts } },
    notDeletable,
  ),
  ...derivedWrites(before, undefined, tree),
];

/** Replaces a meeting by a tombstone: no request finds it any more, while its parts are still to be deleted. */
export const tombstoneMeetingWrites = (before: StoredMeeting, tree: CommitteeTree, deletedAt: string): Write[] => [
  replace(tombstoneItemOf(before, deletedAt), before.version),
  auditTombstone(before),
  deleteItem(keys.meetingReferences(before.record.id), unreferenced, notDeletable),
  ...derivedWrites(before, undefined, tree),
];

/** Writes that follow from a change of a meeting: guards of external ids, counters, references to organisations, calendar. */
const derivedWrites = (
  before: StoredMeeting | undefined,
  after: StoredMeeting | undefined,
  tree: CommitteeTree,
): Write[] => [
  ...externalIdGuards("meeting", before, after),
  ...tallyWrites(difference(deltasOf(before), deltasOf(after)), (id) => datedAncestors(tree, id)),
  ...referenceWrites(before?.record.organisationId, after?.record.organisationId, tree),
  ...calendarWrites(before, after, after && sortOf(after.record)),
];

const deltasOf = (stored: StoredMeeting | undefined) => (stored ? meetingDeltas(stored.record) : []);

const referenceWrites = (before: string | undefined, after: string | undefined, tree: CommitteeTree): Write[] => {
  if (before === after) return [];
  const refer = (id: string | undefined, count: 1 | -1) =>
    (id === undefined ? [] : chainOf(tree, id).slice(0, 1)).map((link) =>
      addOrganisationReference(link, { by: "meeting", count }),
    );
  return [...refer(before, -1), ...refer(after, 1)];
};
