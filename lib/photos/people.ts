import { memberLookupKeys, visibleMembers } from "../meetings/member-lookup.ts";
import type { RequestContext } from "../records/request-context.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { keys } from "../table/keys.ts";
import { personId } from "./rules.ts";
import { type Person, type PhotoInput, peopleMaximum } from "./schema.ts";

/** The people in an input, without their invalid parts. */
export const peopleIn = ({ valid }: InputValidation<PhotoInput>) => (valid.peopleShown ?? []).slice(0, peopleMaximum);

/** Ids of the people who exist: members that the caller sees, and attendees of the meeting. One round trip. */
export const findPeople = async (
  context: RequestContext,
  meetingId: string,
  people: readonly (Person | undefined)[],
): Promise<ReadonlySet<string>> => {
  if (people.length === 0) return new Set();
  const memberIds = people.flatMap((person) => person?.memberId ?? []);
  const attendeeIds = people.flatMap((person) => (person?.memberId === undefined ? (person?.attendeeId ?? []) : []));
  const items = await context.table.getMany([
    ...attendeeIds.map((id) => keys.attendee(meetingId, id)),
    ...memberLookupKeys(memberIds),
  ]);
  const members = await visibleMembers(context, memberIds, items.slice(attendeeIds.length));
  return new Set([...attendeeIds.filter((_, i) => items[i]), ...members.keys()]);
};

/** Adds the errors of the people whom a photo shows. */
export const checkPeople = (validation: InputValidation<PhotoInput>, found: ReadonlySet<string>): void => {
  const people = peopleIn(validation);
  const ids = people.map((person) => personId(person ?? {}));
  people.forEach((person, i) => {
    if (!person || personId(person) === "") return;
    const field = person.memberId === undefined ? "attendeeId" : "memberId";
    if (ids.indexOf(personId(person)) < i) validation.addError(`/peopleShown/${i}`, "duplicate");
    else if (!found.has(personId(person))) validation.addError(`/peopleShown/${i}/${field}`, "unknown-reference");
  });
};
