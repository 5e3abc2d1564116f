import { readMember } from "../members/items.ts";
import { isMemberVisible } from "../members/reads.ts";
import { loadCommitteeTree } from "../organisations/access.ts";
import type { RequestContext } from "../records/request-context.ts";
import { tenantIdFromId } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { keys } from "../table/keys.ts";
import type { Item } from "../table/write.ts";
import type { Person, PhotoInput } from "./schema.ts";

export const personId = ({ memberId, attendeeId }: Person) => memberId ?? attendeeId ?? "";

/** Which of the people exist: members the caller sees, attendees of the meeting. One round trip. */
export const findPeople = async (
  context: RequestContext,
  meetingId: string,
  people: readonly Person[],
): Promise<ReadonlySet<string>> => {
  if (people.length === 0) return new Set();
  const items = await context.table.getMany([
    ...people.map((person) =>
      person.memberId === undefined ? keys.attendee(meetingId, personId(person)) : keys.member(person.memberId),
    ),
    // An attendee belongs to the meeting: nothing more to read, and the same key twice is read once.
    ...people.map(({ memberId, attendeeId = "" }) =>
      memberId === undefined ? keys.attendee(meetingId, attendeeId) : keys.tree(tenantIdFromId(memberId)),
    ),
  ]);
  const found = await Promise.all(
    people.map(async (person, i) => {
      const item = items[i];
      const known =
        item && (person.memberId === undefined || (await isMember(context, item, items[people.length + i])));
      return known ? [personId(person)] : [];
    }),
  );
  return new Set(found.flat());
};

const isMember = async (context: RequestContext, item: Item, hinted: Item | undefined) => {
  const stored = readMember(item);
  const tree = await loadCommitteeTree(context, stored.tenantId, hinted);
  return tree !== undefined && isMemberVisible(context, stored, tree);
};

/** Adds what is wrong with the people a photo is said to show. */
export const checkPeople = (validation: InputValidation<PhotoInput>, found: ReadonlySet<string>): void => {
  const people = validation.value.peopleShown ?? [];
  const ids = people.map(personId);
  people.forEach((person, i) => {
    const field = person.memberId === undefined ? "attendeeId" : "memberId";
    if (ids.indexOf(personId(person)) < i) validation.addError(`/peopleShown/${i}`, "duplicate");
    else if (!found.has(personId(person))) validation.addError(`/peopleShown/${i}/${field}`, "unknown-reference");
  });
};
