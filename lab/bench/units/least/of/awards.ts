import type { awardsRoutes } from "../../../../../lib/contract/routes/awards.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import type { Range } from "../../../../../lib/table/range.ts";
import { type Given, idOf, keysWhere, type LeastOf } from "../given.ts";
import type { Moment, Need } from "../need.ts";
import {
  current,
  figures,
  lagging,
  lookedUp,
  named,
  noted,
  once,
  organisation,
  page,
  record,
  unique,
} from "../needs.ts";

const external = ({ archive }: Given, id: string) => keys.externalId(archive.committeeId, "award", "meeting-room", id);

/** That each recipient has the award: guarded, and their list. */
const received = (moment: Moment, awardId: string) =>
  keysWhere(moment, ({ sk, id }) => id === awardId && sk.startsWith("AWARD#"));

/** An award is told by its year. */
const counted = ({ archive }: Given, people: readonly string[]): Need[] => [
  ...named(keys.tally(archive.committeeId), ...people.map(keys.memberReferences)),
  ...figures([archive.committeeId], ["2024-01-01"]),
];

const made = (given: Given, people: readonly string[]): Need[] => [
  ...organisation(given.archive.committeeId),
  ...current(...people.map(keys.member)),
  ...record(keys.award(given.record.id)),
  ...unique(...received(given.after, given.record.id)),
  ...counted(given, people),
];
const listed = ({ archive }: Given, range: Range): Need[] => [
  ...current(keys.organisation(archive.committeeId)),
  ...page(range),
];
const ofMeeting = ({ archive }: Given) => ({
  index: "byGroup" as const,
  partition: lists.ofMeeting(archive.meetingId, "award"),
});
const ofMember = (given: Given): Need[] => {
  const partition = lists.ofRecipient("member", given.archive.memberIds[1] ?? "");
  const awards = [...given.before.values()].filter(({ inGroup }) => inGroup === partition);
  return [...page({ index: "byGroup", partition }), ...lagging(...awards.map(({ id }) => keys.award(String(id))))];
};
const oneAward = (given: Given) => current(keys.award(idOf(given, "awardId")));

export const leastOfAwards: LeastOf<keyof typeof awardsRoutes> = {
  createAward: [
    (given) => [...made(given, given.archive.memberIds.slice(0, 10)), ...once(given.after, given.asked.headers)],
  ],
  listAwards: [
    (given) => listed(given, { index: "byTenant", partition: lists.inTenant(given.archive.committeeId, "award") }),
    (given) => listed(given, ofMeeting(given)),
    (given) => page(ofMeeting(given)),
    (given) => [...current(keys.organisation(given.archive.committeeId)), ...ofMember(given)],
    ofMember,
    (given) => [
      ...current(keys.organisation(given.archive.committeeId), keys.award(given.archive.awardId)),
      ...lookedUp(external(given, "2023-12-26")),
    ],
  ],
  getAward: [oneAward],
  updateAward: [(given) => [...oneAward(given), ...record(keys.award(given.record.id))]],
  deleteAward: [
    (given) => {
      const id = idOf(given, "awardId");
      return [
        ...oneAward(given),
        ...current(keys.tree(given.archive.committeeId)),
        ...record(keys.award(id)),
        ...noted(keys.award(id)),
        ...unique(...received(given.before, id)),
        ...counted(given, given.archive.memberIds.slice(30, 33)),
      ];
    },
  ],
  putAwardByExternalId: [
    (given) => [
      ...made(given, given.archive.memberIds.slice(33, 36)),
      ...lookedUp(external(given, "2024-12-26")),
      ...unique(external(given, "2024-12-26")),
    ],
    (given) => [
      ...organisation(given.archive.committeeId),
      ...current(...given.archive.memberIds.slice(33, 36).map(keys.member)),
      ...lookedUp(external(given, "2024-12-26")),
      ...current(keys.award(given.record.id)),
      ...record(keys.award(given.record.id)),
    ],
  ],
};
