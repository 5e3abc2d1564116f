import { attendeeRecord } from "../meetings/part-schemas.ts";
import { voteRecord } from "../meetings/vote-schema.ts";
import { storedPhoto } from "../photos/schema.ts";
import { hasPersonalData, type PersonalDataKind } from "../records/kinds.ts";
import type { Item } from "../table/write.ts";
import type { RecordChange } from "./record-change.ts";

type MembersOf = (item: Item, owner: string) => readonly string[];

const owner: MembersOf = (_, memberId) => [memberId];

/** Members about whom a record of the kind says more than that they took part: its own member, a reason, a photo. */
const membersByKind: Readonly<Record<PersonalDataKind, MembersOf>> = {
  member: owner,
  "history-entry": owner,
  attendee: (item) => [attendeeRecord.parse(item).memberId].filter((id) => id !== undefined),
  vote: (item) => (voteRecord.parse(item).base.exclusions ?? []).map(({ memberId }) => memberId),
  // An award says no more than who received it.
  award: () => [],
  photo: (item) => (storedPhoto.parse(item).peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []),
};

/** Members whose erasure removes the values of the change. */
export const describedMembers = ({ name, before, after }: RecordChange): string[] => {
  const { kind, of } = name;
  if (!hasPersonalData(kind)) return [];
  return [before, after].flatMap((item) => (item ? membersByKind[kind](item, of) : []));
};
