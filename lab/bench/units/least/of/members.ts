import type { membersRoutes } from "../../../../../lib/contract/routes/members.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import { type Given, idOf, type LeastOf, was } from "../given.ts";
import type { Need } from "../need.ts";
import { current, figures, lookedUp, named, noted, once, organisation, page, record, unique } from "../needs.ts";
import { unitsBelow } from "./units-below.ts";

/** The days of `person` in the cases: admitted, confirmed. */
const days = ["2015-05-19", "2016-05-19"];
const tree = ({ archive }: Given) => keys.tree(archive.committeeId);
const external = ({ archive }: Given, id: string) => keys.externalId(archive.committeeId, "member", "personnel", id);
const inCommittee = ({ archive }: Given) => ({
  index: "byTenant" as const,
  partition: lists.inTenant(archive.committeeId, "member"),
});

const made = ({ archive, record: { id } }: Given): Need[] => [
  ...organisation(archive.cellId),
  ...record(keys.member(id)),
  ...named(keys.memberReferences(id), keys.tally(archive.cellId)),
  ...figures([archive.cellId, archive.committeeId], days),
];
const oneMember = (given: Given) => current(keys.member(idOf(given, "memberId")));
const cellOf = (given: Given) => String(was(given, keys.member(idOf(given, "memberId"))).organisationId);

export const leastOfMembers: LeastOf<keyof typeof membersRoutes> = {
  createMember: [
    (given) => [
      ...made(given),
      ...once(given.after, given.asked.headers),
      ...unique(keys.memberNumber(given.archive.committeeId, "0101")),
    ],
    made,
  ],
  listMembers: [
    (given) => [...current(keys.organisation(given.archive.committeeId)), ...page(inCommittee(given))],
    (given) => [
      ...organisation(given.archive.departmentId),
      ...unitsBelow(given, given.archive.departmentId).flatMap((unit) =>
        page({ index: "byUnit", partition: lists.inUnit(unit, "member") }),
      ),
    ],
    ({ archive }) => [
      ...current(keys.organisation(archive.cellId)),
      ...page({ index: "byUnit", partition: lists.inUnit(archive.cellId, "member") }),
    ],
    // A word may begin anywhere in a name: as many are read as one page may read.
    (given) => [...current(keys.organisation(given.archive.committeeId)), ...page(inCommittee(given), 1_000)],
    (given) => [
      ...current(keys.organisation(given.archive.committeeId), keys.member(given.archive.memberIds[1] ?? "")),
      ...lookedUp(external(given, "2")),
    ],
  ],
  getMember: [oneMember, oneMember],
  updateMember: [
    (given) => [
      ...oneMember(given),
      ...current(tree(given)),
      ...record(keys.member(given.record.id)),
      ...figures([cellOf(given), given.archive.committeeId], ["2010-02-03"]),
    ],
  ],
  deleteMember: [
    (given) => {
      const id = idOf(given, "memberId");
      return [
        ...oneMember(given),
        ...current(tree(given)),
        ...record(keys.member(id)),
        ...noted(keys.member(id)),
        ...named(keys.memberReferences(id), keys.tally(cellOf(given))),
        ...figures([cellOf(given), given.archive.committeeId], days),
      ];
    },
  ],
  putMemberByExternalId: [
    (given) => [...made(given), ...lookedUp(external(given, "900")), ...unique(external(given, "900"))],
    (given) => {
      const member = keys.member(given.record.id);
      const { archive } = given;
      return [
        ...organisation(archive.cellId),
        ...lookedUp(external(given, "30")),
        ...current(member),
        ...record(member),
        // Counted since always in another cell until now.
        ...named(keys.tally(archive.cellId), keys.tally(String(was(given, member).organisationId))),
        ...figures([archive.cellId, archive.committeeId], days),
      ];
    },
  ],
  addHistoryEntry: [
    (given) => {
      const id = idOf(given, "memberId");
      return [
        ...once(given.after, given.asked.headers),
        ...oneMember(given),
        ...current(tree(given)),
        ...record(keys.member(id), keys.memberHistory(id, given.record.id)),
        ...figures([cellOf(given), given.archive.committeeId], ["2024-01-05"]),
      ];
    },
  ],
  getHistoryEntry: [
    (given) => [...oneMember(given), ...current(keys.memberHistory(idOf(given, "memberId"), idOf(given, "entryId")))],
  ],
  listHistory: [
    (given) => {
      const { pk, sk } = keys.memberHistory(idOf(given, "memberId"), "");
      return [...oneMember(given), ...page({ partition: pk, prefix: sk })];
    },
  ],
};
