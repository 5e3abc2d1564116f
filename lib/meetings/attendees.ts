import { isDeepStrictEqual } from "node:util";
import { addPersonalReference, addReference, assertNotErased } from "../members/references.ts";
import { deleteRecord, patchedInput, type RecordUpdate } from "../records/conditional-writes.ts";
import { refer } from "../records/kinds.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf, sameContent } from "../shared/merge-patch.ts";
import type { Precondition } from "../shared/precondition.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { keys, lists } from "../table/keys.ts";
import { insert, type OnConditionFailed, update, type Write } from "../table/write.ts";
import { decrementPartCount, incrementPartCount } from "./items.ts";
import { memberLookupKeys, visibleMembers } from "./member-lookup.ts";
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
import { attendeesErrors, rolesErrors } from "./rules.ts";

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
  validation: InputValidation<AttendeesInput>,
): Promise<Result> => {
  const added = validation.elements("attendees").slice(0, attendeesAtOnce);
  const ids = [...new Set(added.flatMap((attendee) => attendee?.memberId ?? []))];
  const { items: found } = await requireMeetingAnd(context, meetingId, memberLookupKeys(ids));
  const people = await visibleMembers(context, ids, found);
  validation.addErrors(attendeesErrors(added));
  added.forEach((attendee, i) => {
    const memberId = attendee?.memberId;
    if (memberId !== undefined && !people.has(memberId))
      validation.addError(`/attendees/${i}/memberId`, "unknown-reference");
  });
  const items = validation.valueOrThrow().attendees.map((input) => newAttendee(context, input));
  const writes = [
    ...items.map((record) => insert(partItemOf(attendees, meetingId, record))),
    ...addMemberWrites(meetingId, items),
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

/** Fields that identify the person or group. They cannot change: another person is another attendee. */
const identity = ["memberId", "guest", "group"] as const;

/** Updates roles, presence and reason. Throws 404, 428, 412, `invalid-input`, or 409 for a reason about an erased person. */
export const updateAttendee = async (
  context: RequestContext,
  { meetingId, id }: PartId,
  update: RecordUpdate<AttendeeInput>,
): Promise<Result> => {
  const { item, record, version } = await requirePart(context, attendees, { meetingId, id });
  const validation = patchedInput(attendeeInput, { record, version }, update);
  validation.addErrors(rolesErrors(validation.value.roles ?? []));
  for (const field of identity) {
    const isInvalid = validation.errors.some(({ pointer }) => pointer.startsWith(`/${field}`));
    if (!isInvalid && !isDeepStrictEqual(validation.value[field], record[field]))
      validation.addError(`/${field}`, "fixed");
  }
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
