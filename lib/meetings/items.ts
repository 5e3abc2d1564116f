import * as z from "zod/mini";
import { referTo } from "../organisations/items.ts";
import { type CommitteeTree, chainOf, countedIn } from "../organisations/tree.ts";
import { tombstone } from "../records/audit-stamp.ts";
import { externalIdWrites } from "../records/external-ids.ts";
import { vietnamTimeOf } from "../shared/days.ts";
import { notFound, Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { decodeStored } from "../shared/shape.ts";
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
import { meetingDeltas } from "./rules.ts";
import { type Meeting, meetingRecord } from "./schema.ts";

/** A meeting as the table keeps it, with its version and the home it belongs to. */
export type StoredMeeting = { record: Meeting; version: number; tenantId: string };

const meetingItem = z.object({ ...itemFields, tenantId: z.string() });

/** Where a meeting whose hour is not known stands in its day. */
const hours: Record<NonNullable<Meeting["partOfDay"]>, string> = {
  day: "00",
  morning: "06",
  afternoon: "12",
  evening: "18",
};

const timeOf = ({ startsAt, partOfDay = "day" }: Meeting) => (startsAt ? vietnamTimeOf(startsAt) : hours[partOfDay]);

/** Meetings sort by day, then time; the id makes the place in the list unique. */
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

/** Reads an item; throws where it is not what we write. */
export const readMeeting = (item: Item): StoredMeeting => {
  const { version, tenantId } = decodeStored(meetingItem, item);
  return { record: decodeStored(meetingRecord, item), version, tenantId };
};

const tombstoneItem = z.object({ ...itemFields, id: z.string(), organisationId: z.string(), tenantId: z.string() });

/** What stands for a deleted meeting while its parts are being taken away: only whose it was. */
export type MeetingTombstone = z.output<typeof tombstoneItem>;

export const tombstoneItemOf = ({ record, version, tenantId }: StoredMeeting, deletedAt: string): Item => ({
  ...keys.meeting(record.id),
  id: record.id,
  organisationId: record.organisationId,
  tenantId,
  version: version + 1,
  deletedAt,
});

/** The deleted meeting that an item stands for; undefined for one that lives. */
export const readTombstone = (item: Item): MeetingTombstone | undefined =>
  item.deletedAt === undefined ? undefined : decodeStored(tombstoneItem, item);

/** Parts come to a meeting, which must not have been deleted. */
export const incrementPartCount = (meetingId: string, count = 1): Write =>
  add(keys.meetingReferences(meetingId), { parts: count }, { mustExist: true, onConditionFailed: notFound });

/** A part has left a meeting; deleting the meeting whole depends on how many there are. */
export const decrementPartCount = (meetingId: string): Write =>
  add(keys.meetingReferences(meetingId), { parts: -1 }, { mustExist: true, onConditionFailed: notFound });

/** An award names a meeting, or (`-1`) no longer does. `onConditionFailed` says what an absent meeting means. */
export const addMeetingReference = (meetingId: string, count: 1 | -1, onConditionFailed?: OnConditionFailed): Write =>
  add(
    keys.meetingReferences(meetingId),
    { refs: count },
    { mustExist: true, ...(onConditionFailed ? { onConditionFailed } : {}) },
  );

/** A part or an award names an attendee, or (`-1`) no longer does. `onConditionFailed` says what an absent attendee means. */
export const addAttendeeReference = (
  meetingId: string,
  attendeeId: string,
  count: 1 | -1,
  onConditionFailed?: OnConditionFailed,
): Write =>
  add(
    keys.attendee(meetingId, attendeeId),
    { refs: count },
    { mustExist: true, ...(onConditionFailed ? { onConditionFailed } : {}) },
  );

/** The writes that make a meeting in the home of a tree. */
export const createMeetingWrites = (after: StoredMeeting, tree: CommitteeTree): Write[] => [
  insert(meetingItemOf(after)),
  insert({ ...keys.meetingReferences(after.record.id), refs: 0, parts: 0 }),
  ...derivedWrites(undefined, after, tree),
];

/** The writes that change a meeting within its home. */
export const updateMeetingWrites = (before: StoredMeeting, after: StoredMeeting, tree: CommitteeTree): Write[] => [
  replace(meetingItemOf(after), before.version),
  ...derivedWrites(before, after, tree),
];

const inUse: OnConditionFailed = (old) => new Problem(Number(old?.refs) > 0 ? "in-use" : "write-conflict");

const auditTombstone = ({ record, tenantId }: StoredMeeting) =>
  tombstone(keys.meeting(record.id), {
    organisationId: record.organisationId,
    tenantId,
    visibility: record.visibility,
  });

/**
 * The writes that delete a meeting which no award names, together with all its parts.
 * @param parts how many of them were found; one that came or went meanwhile refuses the whole
 */
export const deleteMeetingWrites = (before: StoredMeeting, tree: CommitteeTree, parts: number): Write[] => [
  deleteAtVersion(keys.meeting(before.record.id), before.version),
  auditTombstone(before),
  deleteItem(
    keys.meetingReferences(before.record.id),
    { expression: "refs = :none AND parts = :parts", values: { ":none": 0, ":parts": parts } },
    inUse,
  ),
  ...derivedWrites(before, undefined, tree),
];

/** The writes that end a meeting for every reader and writer, while its parts still stand. */
export const tombstoneMeetingWrites = (before: StoredMeeting, tree: CommitteeTree, deletedAt: string): Write[] => [
  replace(tombstoneItemOf(before, deletedAt), before.version),
  auditTombstone(before),
  deleteItem(keys.meetingReferences(before.record.id), { expression: "refs = :none", values: { ":none": 0 } }, inUse),
  ...derivedWrites(before, undefined, tree),
];

const externalIdOwner = ({ record, tenantId }: StoredMeeting) => ({
  owner: { kind: "meeting", id: record.id, scope: tenantId } as const,
  ids: record.externalIds,
});

/** Guards, figures and references that follow from what a meeting was and is to be. */
const derivedWrites = (
  before: StoredMeeting | undefined,
  after: StoredMeeting | undefined,
  tree: CommitteeTree,
): Write[] => [
  ...externalIdWrites(before && externalIdOwner(before), after && externalIdOwner(after)),
  ...tallyWrites(difference(effectsOf(before), effectsOf(after)), (id) => countedIn(tree, id)),
  ...referenceWrites(before?.record.organisationId, after?.record.organisationId, tree),
];

const effectsOf = (stored: StoredMeeting | undefined) => (stored ? meetingDeltas(stored.record) : []);

const referenceWrites = (before: string | undefined, after: string | undefined, tree: CommitteeTree): Write[] => {
  if (before === after) return [];
  const refer = (id: string | undefined, count: 1 | -1) =>
    (id === undefined ? [] : chainOf(tree, id).slice(0, 1)).map((link) => referTo(link, count));
  return [...refer(before, -1), ...refer(after, 1)];
};
