import { isDeepStrictEqual } from "node:util";
import { describeMember, mayDescribe, nameMember } from "../members/references.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { inputOf } from "../shared/merge-patch.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { sameContent } from "../shared/same.ts";
import { keys } from "../table/keys.ts";
import { insert, type OnConditionFailed, update, type Write } from "../table/write.ts";
import { decrementPartCount, incrementPartCount } from "./items.ts";
import { memberLookupKeys, visibleMembers } from "./member-lookup.ts";
import {
  type Attendee,
  type AttendeeInput,
  type AttendeesInput,
  attendeeInput,
  attendeesAtOnce,
} from "./part-schemas.ts";
import { attendees, deletePartWrite, partItemOf, requirePart, updateAtVersion } from "./parts.ts";
import { requireMeetingAnd } from "./reads.ts";
import { attendeesErrors, rolesErrors } from "./rules.ts";

/**
 * Adds attendees to a meeting, all or none, in the order given. Throws 404, `invalid-input`, or 409 for one there already, and for
 * a reason about an erased person.
 */
export const addAttendees = async (
  context: RequestContext,
  meetingId: string,
  validation: InputValidation<AttendeesInput>,
): Promise<Result> => {
  const coming = validation.elements("attendees").slice(0, attendeesAtOnce);
  const ids = [...new Set(coming.flatMap((attendee) => attendee?.memberId ?? []))];
  const { items: found } = await requireMeetingAnd(context, meetingId, memberLookupKeys(ids));
  const people = await visibleMembers(context, ids, found);
  validation.addErrors(attendeesErrors(coming));
  coming.forEach((attendee, i) => {
    const memberId = attendee?.memberId;
    if (memberId !== undefined && !people.has(memberId))
      validation.addError(`/attendees/${i}/memberId`, "unknown-reference");
  });
  const items = validation.valueOrThrow().attendees.map((input) => made(context, input));
  const writes = [
    ...items.map((record) => insert(partItemOf(attendees, meetingId, record))),
    ...addMemberWrites(meetingId, items),
    incrementPartCount(meetingId, items.length),
  ];
  return context.commit(writes, { record: { items }, created: true });
};

const made = (context: RequestContext, input: AttendeeInput): Attendee => ({
  ...input,
  presence: input.presence ?? "present",
  id: context.newId(),
  createdAt: context.now,
  updatedAt: context.now,
});

/** Who it is does not change: another person is another attendee. */
const identity = ["memberId", "guest", "group"] as const;

/** Changes roles, presence and reason. Throws 404, 428, 412, `invalid-input`, or 409 for a reason about an erased person. */
export const updateAttendee = async (
  context: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
  change: (current: AttendeeInput) => InputValidation<AttendeeInput>,
): Promise<Result> => {
  const { item, record, version } = await requirePart(context, attendees, meetingId, id);
  requireIfMatch(precondition, version);
  const validation = change(inputOf(attendeeInput, record));
  validation.addErrors(rolesErrors(validation.value.roles ?? []));
  for (const field of identity) {
    const faulty = validation.errors.some(({ pointer }) => pointer.startsWith(`/${field}`));
    if (!faulty && !isDeepStrictEqual(validation.value[field], record[field]))
      validation.addError(`/${field}`, "fixed");
  }
  const input = validation.valueOrThrow();
  const changed = { ...input, presence: input.presence ?? ("present" as const) };
  if (sameContent(changed, inputOf(attendeeInput, record))) return { record, version };
  const after = { ...changed, id, createdAt: record.createdAt, updatedAt: context.now };
  const next = { ...partItemOf(attendees, meetingId, after), version: version + 1 };
  const { memberId, reason } = after;
  const describes = memberId !== undefined && reason !== undefined && reason !== record.reason;
  const writes = [updateAtVersion(item, next), ...(describes ? [mayDescribe(memberId)] : [])];
  return context.commit(writes, { record: after, version: version + 1 });
};

/** Removes an attendee. Throws 404, 428, 412, or 409 `in-use` where a part or an award names the attendee. */
export const deleteAttendee = async (
  context: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requirePart(context, attendees, meetingId, id);
  requireIfMatch(precondition, found.version);
  await context.commit(
    [deletePartWrite(found), ...removeMemberWrites(meetingId, found.record), decrementPartCount(meetingId)],
    {
      record: {},
    },
  );
};

/**
 * Members that one meeting may name: 60 bytes each stay under the 400 KB of an item. Who invites more names them as a
 * group.
 */
export const membersMaximum = 5_000;

type Attending = Pick<Attendee, "id" | "reason"> & { memberId: string };

const attending = (attendees: readonly Attendee[]): Attending[] =>
  attendees.flatMap(({ id, memberId, reason }) => (memberId === undefined ? [] : [{ id, memberId, reason }]));

const refusal =
  (meetingId: string, coming: readonly Attending[]): OnConditionFailed =>
  (old) => {
    const again = coming.map(({ memberId }) => old?.[memberId]).find((id) => id !== undefined);
    if (again === undefined)
      return invalidInput([{ pointer: "/attendees", code: "too-long", values: { maximum: membersMaximum } }]);
    const id = String(again);
    const href = `/v1/meetings/${meetingId}/attendees/${id}`;
    return new Problem("duplicate-attendee", { existing: { kind: "attendee", id, href } });
  };

const namesOf = (members: readonly Attending[]) =>
  Object.fromEntries(members.map(({ memberId }, i) => [`#m${i}`, memberId]));

/** Enters members into a meeting, each once: one item holds them all, so that 45 fit one transaction. */
export const addMemberWrites = (meetingId: string, attendees: readonly Attendee[]): Write[] => {
  const coming = attending(attendees);
  if (coming.length === 0) return [];
  const absent = coming.map((_, i) => `attribute_not_exists(#m${i})`);
  const room = "(attribute_not_exists(attending) OR attending <= :most)";
  const entered = update(
    keys.attendance(meetingId),
    {
      update: `SET ${coming.map((_, i) => `#m${i} = :m${i}`).join(", ")} ADD attending :count`,
      names: namesOf(coming),
      values: {
        ...Object.fromEntries(coming.map(({ id }, i) => [`:m${i}`, id])),
        ":count": coming.length,
        ":most": membersMaximum - coming.length,
      },
      condition: { expression: [...absent, room].join(" AND ") },
    },
    refusal(meetingId, coming),
  );
  const named = coming.map(({ memberId, reason }) =>
    reason === undefined ? nameMember(memberId, 1) : describeMember(memberId),
  );
  return [entered, ...named];
};

/** Takes a member out of a meeting again. */
export const removeMemberWrites = (meetingId: string, attendee: Attendee): Write[] => {
  const leaving = attending([attendee]);
  return leaving.flatMap(({ memberId }) => [
    update(keys.attendance(meetingId), {
      update: "REMOVE #m0 ADD attending :count",
      names: namesOf(leaving),
      values: { ":count": -1 },
    }),
    nameMember(memberId, -1),
  ]);
};
