import { attendeeRecord } from "../meetings/part-schemas.ts";
import { voteRecord } from "../meetings/vote-schema.ts";
import { storedPhoto } from "../photos/schema.ts";
import type { RecordKind } from "../records/kinds.ts";
import type { Item } from "../table/write.ts";
import type { RecordChange } from "./record-change.ts";

type MembersOf = (item: Item, owner: string) => readonly string[];

const nobody: MembersOf = () => [];
const owner: MembersOf = (_, memberId) => [memberId];

/** Members about whom a record of the kind says more than that they took part: its own member, a reason, a photo. */
const membersByKind: Readonly<Record<RecordKind, MembersOf>> = {
  organisation: nobody,
  member: owner,
  "history-entry": owner,
  meeting: nobody,
  agenda: nobody,
  attendee: (item) => [attendeeRecord.parse(item).memberId].filter((id) => id !== undefined),
  document: nobody,
  vote: (item) => (voteRecord.parse(item).base.exclusions ?? []).map(({ memberId }) => memberId),
  guidance: nobody,
  award: nobody,
  photo: (item) => (storedPhoto.parse(item).peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []),
  article: nobody,
  client: nobody,
  webhook: nobody,
};

/** Members whose erasure removes the values of the change. */
export const describedMembers = ({ name, before, after }: RecordChange): string[] =>
  [before, after].flatMap((item) => (item ? membersByKind[name.kind](item, name.of) : []));
