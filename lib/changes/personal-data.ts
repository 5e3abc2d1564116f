import { attendeeRecord } from "../meetings/part-schemas.ts";
import { voteRecord } from "../meetings/vote-schema.ts";
import { storedPhoto } from "../photos/schema.ts";
import { hasPersonalData, type PersonalDataKind } from "../records/kinds.ts";
import type { Item } from "../table/write.ts";
import type { RecordChange } from "./record-change.ts";

type Described = { memberId?: string | undefined; attendeeId?: string | undefined };
type DescribedIn = (item: Item, owner: string) => readonly Described[];

const owner: DescribedIn = (_, memberId) => [{ memberId }];

/** About whom a record of the kind says more than that they took part: its own member, a reason, a photo. */
const describedByKind: Readonly<Record<PersonalDataKind, DescribedIn>> = {
  member: owner,
  "history-entry": owner,
  attendee: (item) => [attendeeRecord.parse(item)].map(({ memberId }) => ({ memberId })),
  vote: (item) => voteRecord.parse(item).base.exclusions ?? [],
  // An award says no more than who received it.
  award: () => [],
  photo: (item) => storedPhoto.parse(item).peopleShown ?? [],
};

const described = ({ name, before, after }: RecordChange): Described[] => {
  const { kind, of } = name;
  if (!hasPersonalData(kind)) return [];
  return [before, after].flatMap((item) => (item ? describedByKind[kind](item, of) : []));
};

/** Members whose erasure removes the values of the change. */
export const describedMembers = (change: RecordChange): string[] => [
  ...new Set(described(change).flatMap(({ memberId }) => memberId ?? [])),
];

/** The same members, and attendees of the meeting who are shown in a photo. */
export const describedPeople = (change: RecordChange): string[] => [
  ...new Set(described(change).flatMap(({ memberId, attendeeId }) => memberId ?? attendeeId ?? [])),
];
