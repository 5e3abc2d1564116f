import { readMember } from "../members/items.ts";
import { addPersonalReference, addReference, assertNotErased } from "../members/references.ts";
import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { refer } from "../records/kinds.ts";
import { inUseBy } from "../records/references.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { Day } from "../shared/days.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf, sameContent } from "../shared/merge-patch.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { readMany } from "../table/read-all.ts";
import { check, type Item, insert, type OnConditionFailed, update, type Write } from "../table/write.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import { assertMeetingUnchanged, decrementPartCount, incrementPartCount } from "./items.ts";
import { isMemberOn, memberLookupKeys, visibleMembers } from "./member-lookup.ts";
import {
  type Attendee,
  type AttendeeInput,
  type AttendeesInput,
  attendeeInput,
  attendeeRecord,
  attendeesAtOnce,
} from "./part-schemas.ts";
import {
  deletePartWrite,
  type PartId,
  type PartKind,
  partItemOf,
  partsWithPrefix,
  requirePart,
  updateAtVersion,
} from "./parts.ts";
import { requireMeetingAnd } from "./reads.ts";
import { attendeesErrors, identityFields, rolesErrors } from "./rules.ts";
import type { MeetingInput } from "./schema.ts";

/** Attendees of a meeting. A member's attendances are also listed by member. */
export const attendees: PartKind<Attendee> = {
  key: keys.attendee,
  range: partsWithPrefix("ATT#"),
  schema: attendeeRecord,
  listAttributes: (_, { memberId, id }) =>
    memberId === undefined ? undefined : { inGroup: lists.ofMember(memberId), sort: id },
};

/**
 * Adds attendees to a meeting, all or none, in the order given. Throws 404, `invalid-input`, or 409 for a member who already
 * attends and for a reason about an erased person.
 */
export const addAttendees = async (
  context: RequestContext,
  meetingId: string,
  {
    precondition,
    validation,
  }: { precondition?: Precondition | undefined; validation: InputValidation<AttendeesInput> },
): Promise<Result> => {
  const added = (validation.valid.attendees ?? []).slice(0, attendeesAtOnce);
  const ids = [...new Set(added.flatMap((attendee) => attendee?.memberId ?? []))];
  const { meeting, items: found } = await requireMeetingAnd(context, meetingId, memberLookupKeys(ids));
  checkPrecondition(precondition, meeting.version);
  const people = await visibleMembers(context, ids, found);
  const isKnown = (i: number) => !identityFields.some((field) => validation.hasErrorAt(`/attendees/${i}/${field}`));
  validation.addErrors(attendeesErrors(added, isKnown));
  added.forEach((attendee, i) => {
    if (attendee?.memberId === undefined) return;
    const person = people.get(attendee.memberId);
    const pointer = `/attendees/${i}/memberId`;
    if (!person) validation.addError(pointer, "unknown-reference");
    else if (!isMemberOn(person, meeting.record.date)) validation.addError(pointer, "not-a-member");
  });
  const items = validation.valueOrThrow().attendees.map((input) => newAttendee(context, input));
  const writes = [
    ...items.map((record) => insert(partItemOf(attendees, meetingId, record))),
    ...addMemberWrites(meetingId, items),
    ...(ids.length > 0 || precondition ? [assertMeetingUnchanged(meeting, { precondition })] : []),
    incrementPartCount(meetingId, items.length),
  ];
  return context.commit(writes, { record: { items }, created: true });
};

const newAttendee = (context: RequestContext, input: AttendeeInput): Attendee => ({
  ...input,
  presence: input.presence ?? "present",
  id: context.newId(),
  createdAt: context.now,
  updatedAt: context.now,
});

/** Errors of a patch that makes a member, guest or group another kind of attendee, or another member. */
const kindErrors = (validation: InputValidation<AttendeeInput>, before: Attendee): FieldError[] =>
  identityFields
    .filter((field) => !validation.hasErrorAt(`/${field}`))
    .filter((field) => {
      const after = validation.value[field];
      return field === "memberId" ? after !== before.memberId : (after === undefined) !== (before[field] === undefined);
    })
    .map((field) => ({ pointer: `/${field}`, code: "fixed" }));

/** Updates an attendee; whether it is a member, a guest or a group, and which member, is fixed. Throws 404, 428, 412, `invalid-input`, or 409 for a reason about an erased person. */
export const updateAttendee = async (
  context: RequestContext,
  { meetingId, id }: PartId,
  update: RecordUpdate<AttendeeInput>,
): Promise<Result> => {
  const { item, record, version } = await requirePart(context, attendees, { meetingId, id });
  const validation = patchedInput(attendeeInput, { record, version }, update);
  validation.addErrors(rolesErrors(validation.valid.roles ?? []));
  validation.addErrors(kindErrors(validation, record));
  const input = validation.valueOrThrow();
  const changed = { ...input, presence: input.presence ?? ("present" as const) };
  if (sameContent(changed, inputOf(attendeeInput, record))) return { record, version };
  const after = { ...changed, id, createdAt: record.createdAt, updatedAt: context.now };
  const next = { ...partItemOf(attendees, meetingId, after), version: version + 1 };
  const { memberId, reason } = after;
  const describes = memberId !== undefined && reason !== undefined && reason !== record.reason;
  const writes = [updateAtVersion(item, next), ...(describes ? [assertNotErased(memberId)] : [])];
  return context.commit(writes, { record: after, version: version + 1 });
};

/** Removes an attendee. Throws 404, 428, 412, or 409 `in-use` where a part or an award refers to the attendee. */
export const deleteAttendee = (
  context: RequestContext,
  { meetingId, id }: PartId,
  precondition: Precondition | undefined,
) =>
  deleteRecord(context, requirePart(context, attendees, { meetingId, id }), {
    precondition,
    writes: (found) => [
      deletePartWrite(found),
      ...removeMemberWrites(meetingId, found.record),
      decrementPartCount(meetingId),
    ],
  });

/** Members that can attend one meeting: at 60 bytes each they stay under the 400 KB of an item. More come as a group. */
export const membersMaximum = 5_000;

/**
 * Adds an error where members who attend a meeting were not members on its new day. Returns the writes by which the meeting
 * moves only if nobody has been added meanwhile; throws 409 `in-use`, after the errors of the input, where it has votes.
 */
export const checkAttendance = async (
  { table }: RequestContext,
  validation: InputValidation<MeetingInput>,
  { id, day }: { id: string; day: Day },
): Promise<() => Write[]> => {
  const [item, counts] = await table.getMany([keys.attendance(id), keys.meetingReferences(id)]);
  const votes = Number(counts?.votes ?? 0);
  if (votes > 0)
    return () => {
      throw inUseBy([{ kind: "vote", count: votes }]);
    };
  const { pk: _, sk: __, attending, ...members }: Partial<Item> = item ?? {};
  const found = await readMany(table, Object.keys(members).map(keys.member));
  const count = found.filter((member) => member && !isMemberOn(readMember(member), day)).length;
  const pointer = validation.value.startsAt === undefined ? "/startsOn" : "/startsAt";
  if (count > 0) validation.addError(pointer, "attendees-not-members", { count });
  const condition = item
    ? { expression: "attending = :attending", values: { ":attending": attending } }
    : { expression: "attribute_not_exists(pk)" };
  return () => [check(keys.attendance(id), condition, () => new Problem("write-conflict"))];
};

type Attendance = Pick<Attendee, "id" | "reason"> & { memberId: string };

const attendancesOf = (attending: readonly Attendee[]): Attendance[] =>
  attending.flatMap(({ id, memberId, reason }) => (memberId === undefined ? [] : [{ id, memberId, reason }]));

const rejection =
  (meetingId: string, added: readonly Attendance[]): OnConditionFailed =>
  (old) => {
    const present = added.map(({ memberId }) => old?.[memberId]).find((id) => id !== undefined);
    if (present === undefined)
      return invalidInput([{ pointer: "/attendees", code: "too-long", values: { maximum: membersMaximum } }]);
    return new Problem("duplicate-attendee", { existing: refer("attendee", String(present), meetingId) });
  };

const namesOf = (members: readonly Attendance[]) =>
  Object.fromEntries(members.map(({ memberId }, i) => [`#m${i}`, memberId]));

/**
 * Records the attendance of members, each once. One item holds all attendances of a meeting, so that 45 attendees fit one
 * transaction.
 */
const addMemberWrites = (meetingId: string, attending: readonly Attendee[]): Write[] => {
  const added = attendancesOf(attending);
  if (added.length === 0) return [];
  const absent = added.map((_, i) => `attribute_not_exists(#m${i})`);
  const belowMaximum = "(attribute_not_exists(attending) OR attending <= :most)";
  const recorded = update(
    keys.attendance(meetingId),
    {
      update: `SET ${added.map((_, i) => `#m${i} = :m${i}`).join(", ")} ADD attending :count`,
      names: namesOf(added),
      values: {
        ...Object.fromEntries(added.map(({ id }, i) => [`:m${i}`, id])),
        ":count": added.length,
        ":most": membersMaximum - added.length,
      },
      condition: { expression: [...absent, belowMaximum].join(" AND ") },
    },
    rejection(meetingId, added),
  );
  const references = added.map(({ memberId, reason }) =>
    reason === undefined
      ? addReference(memberId, { by: "attendee", count: 1 })
      : addPersonalReference(memberId, "attendee"),
  );
  return [recorded, ...references];
};

const removeMemberWrites = (meetingId: string, attendee: Attendee): Write[] => {
  const removed = attendancesOf([attendee]);
  return removed.flatMap(({ memberId }) => [
    update(keys.attendance(meetingId), {
      update: "REMOVE #m0 ADD attending :count",
      names: namesOf(removed),
      values: { ":count": -1 },
    }),
    addReference(memberId, { by: "attendee", count: -1 }),
  ]);
};
