import type { meetingsRoutes } from "../../../../../lib/contract/routes/meetings.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import type { Range } from "../../../../../lib/table/range.ts";
import type { PartOperation } from "../../cases/meetings.ts";
import { type Given, idOf, keysWhere, type LeastOf } from "../given.ts";
import type { Need } from "../need.ts";
import { current, figures, lookedUp, named, noted, once, organisation, page, record, unique, whole } from "../needs.ts";

type Own = Exclude<keyof typeof meetingsRoutes, PartOperation>;

const external = ({ archive }: Given, id: string) =>
  keys.externalId(archive.committeeId, "meeting", "meeting-room", id);
const oneMeeting = (given: Given) => current(keys.meeting(idOf(given, "meetingId")));
const counted = ({ archive }: Given, day: string): Need[] => [
  ...named(keys.tally(archive.committeeId)),
  ...figures([archive.committeeId], [day]),
];
const made = (given: Given, day: string): Need[] => [
  ...organisation(given.archive.committeeId),
  ...record(keys.meeting(given.record.id)),
  ...named(keys.meetingReferences(given.record.id)),
  ...counted(given, day),
];
const listed = ({ archive }: Given, range: Range): Need[] => [
  ...current(keys.organisation(archive.committeeId)),
  ...page(range),
];

const partsOf = ({ archive: { meetingId } }: Given): Need[] => {
  const { pk: partition } = keys.meeting(meetingId);
  return [
    ...["ATT#", "DOC#", "VOTE#"].flatMap((prefix) => page({ partition, prefix }, 200)),
    ...["guidance", "award", "photo"].flatMap((list) =>
      page({ index: "byGroup", partition: lists.ofMeeting(meetingId, list) }, 200),
    ),
  ];
};

export const leastOfMeetings: LeastOf<Own> = {
  createMeeting: [(given) => [...made(given, "2024-01-10"), ...once(given.after, given.asked.headers)]],
  listMeetings: [
    (given) => listed(given, { index: "byTenant", partition: lists.inTenant(given.archive.committeeId, "meeting") }),
    (given) =>
      listed(given, {
        index: "byGroup",
        partition: lists.ofKind(given.archive.committeeId, "meeting", "thematic"),
        from: "2023-01-01",
      }),
    (given) => [
      ...current(keys.organisation(given.archive.committeeId), keys.meeting(given.archive.meetingId)),
      ...lookedUp(external(given, "2023-12-26")),
    ],
  ],
  getMeeting: [oneMeeting, (given) => [...oneMeeting(given), ...partsOf(given)]],
  updateMeeting: [
    // Its article follows a meeting that becomes public or changes its day.
    (given) => [
      ...oneMeeting(given),
      ...current(keys.article(given.record.id)),
      ...record(keys.meeting(given.record.id)),
    ],
  ],
  deleteMeeting: [
    (given) => {
      const id = idOf(given, "meetingId");
      const { pk: partition } = keys.meeting(id);
      const attendees = keysWhere(given.before, ({ pk, sk }) => pk === partition && sk.startsWith("ATT#"));
      const people = given.archive.memberIds.slice(50, 53);
      return [
        ...current(keys.tree(given.archive.committeeId)),
        ...whole({ partition }),
        ...record(keys.meeting(id), ...attendees),
        ...noted(keys.meeting(id)),
        ...unique(keys.attendance(id)),
        ...named(keys.meetingReferences(id), ...people.map(keys.memberReferences)),
        ...counted(given, "2024-01-10"),
      ];
    },
  ],
  putMeetingByExternalId: [
    (given) => [
      ...made(given, "2024-01-10"),
      ...lookedUp(external(given, "2024-02-10")),
      ...unique(external(given, "2024-02-10")),
    ],
    (given) => [
      ...organisation(given.archive.committeeId),
      ...lookedUp(external(given, "2024-02-10")),
      ...current(keys.meeting(given.record.id), keys.article(given.record.id)),
      ...record(keys.meeting(given.record.id)),
    ],
  ],
};
