import { isDeepStrictEqual } from "node:util";
import { mayDescribe } from "../members/store.ts";
import type { Outcome, RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import { insert } from "../table/write.ts";
import { amend } from "./amend.ts";
import { enterMembers, leaveMember } from "./attendance.ts";
import {
  type Attendee,
  type AttendeeInput,
  type AttendeesInput,
  attendeeInput,
  attendeesAtOnce,
} from "./attendee-schema.ts";
import { requireSeenWith } from "./find.ts";
import { inputOf } from "./input.ts";
import { attendeesFaults, rolesFaults } from "./part-rules.ts";
import { attendees, partItemOf, removePart, requirePart } from "./parts.ts";
import { keysOfPeople, readPeople } from "./people.ts";
import { partAdded, partRemoved } from "./store.ts";

/**
 * Adds attendees to a meeting, all or none, in the order given. Throws 404, `invalid-input`, or 409 for one there already, and for
 * a reason about an erased person.
 */
export const addAttendees = async (
  context: RequestContext,
  meetingId: string,
  validation: InputValidation<AttendeesInput>,
): Promise<Outcome> => {
  const coming = validation.elements("attendees").slice(0, attendeesAtOnce);
  const ids = [...new Set(coming.flatMap((attendee) => attendee?.memberId ?? []))];
  const { items: found } = await requireSeenWith(context, meetingId, keysOfPeople(ids));
  const people = await readPeople(context, ids, found);
  validation.addErrors(attendeesFaults(coming));
  coming.forEach((attendee, i) => {
    const memberId = attendee?.memberId;
    if (memberId !== undefined && !people.has(memberId))
      validation.addError(`/attendees/${i}/memberId`, "unknown-reference");
  });
  const items = validation.valueOrThrow().attendees.map((input) => made(context, input));
  const writes = [
    ...items.map((record) => insert(partItemOf(attendees, meetingId, record))),
    ...enterMembers(meetingId, items),
    partAdded(meetingId, items.length),
  ];
  return context.commit(writes, { record: { items }, made: true });
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
): Promise<Outcome> => {
  const { item, record, version } = await requirePart(context, attendees, meetingId, id);
  requireIfMatch(precondition, version);
  const validation = change(inputOf(attendeeInput, record));
  validation.addErrors(rolesFaults(validation.value.roles ?? []));
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
  const writes = [amend(item, next), ...(describes ? [mayDescribe(memberId)] : [])];
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
  await context.commit([removePart(found), ...leaveMember(meetingId, found.record), partRemoved(meetingId)], {
    record: {},
  });
};
