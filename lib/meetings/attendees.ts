import { isDeepStrictEqual } from "node:util";
import { mayDescribe } from "../members/store.ts";
import type { InputValidation } from "../shared/draft.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, RequestContext } from "../shared/work.ts";
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
  work: RequestContext,
  meetingId: string,
  draft: InputValidation<AttendeesInput>,
): Promise<Outcome> => {
  const coming = draft.elements("attendees").slice(0, attendeesAtOnce);
  const ids = [...new Set(coming.flatMap((attendee) => attendee?.memberId ?? []))];
  const { items: found } = await requireSeenWith(work, meetingId, keysOfPeople(ids));
  const people = await readPeople(work, ids, found);
  draft.addErrors(attendeesFaults(coming));
  coming.forEach((attendee, i) => {
    const memberId = attendee?.memberId;
    if (memberId !== undefined && !people.has(memberId))
      draft.addError(`/attendees/${i}/memberId`, "unknown-reference");
  });
  const items = draft.valueOrThrow().attendees.map((input) => made(work, input));
  const writes = [
    ...items.map((record) => insert(partItemOf(attendees, meetingId, record))),
    ...enterMembers(meetingId, items),
    partAdded(meetingId, items.length),
  ];
  return work.commit(writes, { record: { items }, made: true });
};

const made = (work: RequestContext, input: AttendeeInput): Attendee => ({
  ...input,
  presence: input.presence ?? "present",
  id: work.newId(),
  createdAt: work.now,
  updatedAt: work.now,
});

/** Who it is does not change: another person is another attendee. */
const identity = ["memberId", "guest", "group"] as const;

/** Changes roles, presence and reason. Throws 404, 428, 412, `invalid-input`, or 409 for a reason about an erased person. */
export const updateAttendee = async (
  work: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
  change: (current: AttendeeInput) => InputValidation<AttendeeInput>,
): Promise<Outcome> => {
  const { item, record, version } = await requirePart(work, attendees, meetingId, id);
  requireIfMatch(precondition, version);
  const draft = change(inputOf(attendeeInput, record));
  draft.addErrors(rolesFaults(draft.value.roles ?? []));
  for (const field of identity) {
    const faulty = draft.errors.some(({ pointer }) => pointer.startsWith(`/${field}`));
    if (!faulty && !isDeepStrictEqual(draft.value[field], record[field])) draft.addError(`/${field}`, "fixed");
  }
  const input = draft.valueOrThrow();
  const changed = { ...input, presence: input.presence ?? ("present" as const) };
  if (sameContent(changed, inputOf(attendeeInput, record))) return { record, version };
  const after = { ...changed, id, createdAt: record.createdAt, updatedAt: work.now };
  const next = { ...partItemOf(attendees, meetingId, after), version: version + 1 };
  const { memberId, reason } = after;
  const describes = memberId !== undefined && reason !== undefined && reason !== record.reason;
  const writes = [amend(item, next), ...(describes ? [mayDescribe(memberId)] : [])];
  return work.commit(writes, { record: after, version: version + 1 });
};

/** Removes an attendee. Throws 404, 428, 412, or 409 `in-use` where a part or an award names the attendee. */
export const deleteAttendee = async (
  work: RequestContext,
  meetingId: string,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const found = await requirePart(work, attendees, meetingId, id);
  requireIfMatch(precondition, found.version);
  await work.commit([removePart(found), ...leaveMember(meetingId, found.record), partRemoved(meetingId)], {
    record: {},
  });
};
