import { tallyKeys } from "../../../../../lib/statistics/tally.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import type { Key } from "../../../../../lib/table/write.ts";
import type { PartOperation } from "../../cases/meetings.ts";
import { type Given, idOf, type LeastOf, type NeedsOf, was } from "../given.ts";
import { current, named, noted, once, page, record, unique } from "../needs.ts";

type KeyOf = (meetingId: string, id: string) => Key;

const meetingOf = (given: Given) => current(keys.meeting(idOf(given, "meetingId")));

const gets =
  (key: KeyOf, id: string): NeedsOf =>
  (given) => [...meetingOf(given), ...current(key(idOf(given, "meetingId"), idOf(given, id)))];
const listsBy =
  (prefix: string): NeedsOf =>
  (given) => [...meetingOf(given), ...page({ partition: keys.meeting(idOf(given, "meetingId")).pk, prefix })];
const adds =
  (key: KeyOf): NeedsOf =>
  (given) => [
    ...once(given.after, given.asked.headers),
    ...meetingOf(given),
    ...record(key(idOf(given, "meetingId"), given.record.id)),
    ...named(keys.meetingReferences(idOf(given, "meetingId"))),
  ];
const updates =
  (key: KeyOf, id: string): NeedsOf =>
  (given) => [...gets(key, id)(given), ...record(key(idOf(given, "meetingId"), idOf(given, id)))];
const deletes =
  (key: KeyOf, id: string): NeedsOf =>
  (given) => [
    ...updates(key, id)(given),
    ...noted(key(idOf(given, "meetingId"), idOf(given, id))),
    ...named(keys.meetingReferences(idOf(given, "meetingId"))),
  ];

const presentersIn = (items: unknown, meetingId: string) =>
  (items as { presenterId?: string }[]).flatMap(({ presenterId }) =>
    presenterId === undefined ? [] : keys.attendee(meetingId, presenterId),
  );

export const leastOfParts: LeastOf<PartOperation> = {
  putAgenda: [
    (given) => {
      const id = idOf(given, "meetingId");
      const now = presentersIn((given.asked.body as { items: unknown }).items, id);
      const before = presentersIn(was(given, keys.agenda(id)).items, id);
      return [
        ...meetingOf(given),
        ...current(keys.agenda(id), ...now),
        ...record(keys.agenda(id)),
        ...named(...now, ...before),
      ];
    },
  ],
  getAgenda: [(given) => [...meetingOf(given), ...current(keys.agenda(idOf(given, "meetingId")))]],
  addAttendees: [
    (given) => {
      const id = idOf(given, "meetingId");
      const people = given.archive.memberIds.slice(55, 65);
      const items = given.record.items as { id: string }[];
      return [
        ...once(given.after, given.asked.headers),
        ...meetingOf(given),
        ...current(...people.map(keys.member)),
        ...record(...items.map((one) => keys.attendee(id, one.id))),
        ...unique(keys.attendance(id)),
        ...named(keys.meetingReferences(id), ...people.map(keys.memberReferences)),
      ];
    },
  ],
  listAttendees: [listsBy("ATT#")],
  getAttendee: [gets(keys.attendee, "attendeeId")],
  updateAttendee: [updates(keys.attendee, "attendeeId")],
  deleteAttendee: [deletes(keys.attendee, "attendeeId")],
  addDocument: [adds(keys.document)],
  listDocuments: [listsBy("DOC#")],
  getDocument: [gets(keys.document, "documentId")],
  updateDocument: [updates(keys.document, "documentId")],
  deleteDocument: [deletes(keys.document, "documentId")],
  addVote: [
    adds(keys.vote),
    (given) => {
      const document = keys.document(idOf(given, "meetingId"), String(given.record.documentId));
      return [
        ...adds(keys.vote)(given),
        ...current(document, ...tallyKeys(given.archive.committeeId, "2023-12-26")),
        ...record(document),
      ];
    },
  ],
  listVotes: [listsBy("VOTE#")],
  getVote: [gets(keys.vote, "voteId")],
  addGuidance: [adds(keys.guidance)],
  listGuidance: [
    (given) => [
      ...meetingOf(given),
      ...page({ index: "byGroup", partition: lists.ofMeeting(idOf(given, "meetingId"), "guidance") }),
    ],
  ],
  getGuidance: [gets(keys.guidance, "guidanceId")],
  updateGuidance: [updates(keys.guidance, "guidanceId")],
  deleteGuidance: [deletes(keys.guidance, "guidanceId")],
};
