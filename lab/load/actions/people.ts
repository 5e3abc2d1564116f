import { dayIn } from "../../support/draw.ts";
import type { Acknowledged } from "../journal.ts";
import type { Fields } from "../records.ts";
import {
  type Action,
  change,
  create,
  createOrPut,
  oneOwn,
  ownRecords,
  put,
  removeOne,
  type Worker,
} from "../worker.ts";

/** Members and awards that a worker owns at most, and its entries in the history of one member. */
const memberLimit = 60;
const awardLimit = 12;
const entryLimit = 6;

const names = ["Nguyễn Thị Hồng", "Trần Văn Đức", "Lê Minh Ánh", "Phạm Ngọc Lan", "Đỗ Quốc Việt", "Vũ Thu Hà"];

const cellsOf = (worker: Worker): string[] => [
  ...worker.committee.cells,
  ...ownRecords(worker, "organisation").flatMap(({ record }) =>
    record.dissolvedOn === undefined ? [String(record.id)] : [],
  ),
];

const memberInput = (worker: Worker, mark: string): Fields => {
  const { random, committee } = worker;
  return {
    organisationId: random.one(cellsOf(worker)),
    fullName: `${random.one(names)} ${mark}`,
    gender: random.one(["female", "male"]),
    admittedOn: dayIn(random, 2005, 2018),
    ...(random.chance(0.3) ? { joinedOn: dayIn(random, 2019, 2020) } : {}),
    ...(random.chance(0.5) ? { confirmedOn: dayIn(random, 2019, 2021) } : {}),
    ...(random.chance(0.2) ? { positions: [{ organisationId: committee.id, role: "committee-member" }] } : {}),
  };
};

/** Numbers and external ids that several workers use, of whom only one succeeds. */
const contested = ({ random }: Worker): Fields => ({
  ...(random.chance(0.5) ? { memberNumber: String(random.below(400)) } : {}),
  ...(random.chance(0.3) ? { externalIds: { personnel: `p${random.below(200)}` } } : {}),
});
const duplicates = ["duplicate-member-number", "duplicate-external-id"];

/** Members without attendance or award, which may be deleted. */
const unreferenced = (worker: Worker): Acknowledged[] => {
  const attending = ownRecords(worker, "attendee").map(({ record }) => record.memberId);
  const awarded = ownRecords(worker, "award").flatMap(({ record }) =>
    (record.recipients as { memberId?: string }[]).map(({ memberId }) => memberId),
  );
  const referenced = new Set([...attending, ...awarded].map(String));
  return ownRecords(worker, "member").filter(({ record }) => !referenced.has(String(record.id)));
};

const hasHistory = (worker: Worker, { href }: Acknowledged) =>
  ownRecords(worker, "history-entry").some(({ within }) => within.includes(href));

const readOnly = ["id", "createdAt", "updatedAt", "standing", "mayVote"];
const externalIdOf = ({ externalIds }: Fields) => (externalIds as { load?: string } | undefined)?.load;

const putMember = async (worker: Worker): Promise<boolean> => {
  const mark = worker.mark();
  const all = ownRecords(worker, "member");
  const path = (id: string | undefined) => `/v1/members/external/load/${id}`;
  const replaceable = all.filter((one) => externalIdOf(one.record) !== undefined && !hasHistory(worker, one));
  if (replaceable.length > 0 && worker.random.chance(0.5)) {
    const before = worker.random.one(replaceable);
    const input = Object.entries(before.record).filter(([name]) => !readOnly.includes(name));
    const body = { ...Object.fromEntries(input), jobTitle: `Chuyên viên ${mark}` };
    return put(worker, { kind: "member", path: path(externalIdOf(before.record)), body, mark }, before);
  }
  if (all.length >= memberLimit) return false;
  return put(worker, { kind: "member", path: path(mark), body: memberInput(worker, mark), mark });
};

const addHistoryEntry = async (worker: Worker): Promise<boolean> => {
  const { random } = worker;
  const member = oneOwn(worker, "member");
  if (!member) return false;
  const { href } = member;
  const before = ownRecords(worker, "history-entry").filter(({ within }) => within.includes(href));
  if (before.length >= entryLimit) return false;
  const mark = worker.mark();
  const kinds = ["confirmed", "transferred", "transferred", "suspended", "resumed", "departed", "readmitted"];
  const kind = random.one(kinds);
  const body = {
    kind,
    on: dayIn(random, 2021, 2025),
    reason: mark,
    ...(kind === "transferred" ? { organisationId: random.one(cellsOf(worker)) } : {}),
    ...(before.length > 0 && random.chance(0.15) ? { voids: String(random.one(before).record.id) } : {}),
  };
  return create(worker, {
    kind: "history-entry",
    path: `${href}/history`,
    body,
    mark,
    within: [href],
    changes: [href],
  });
};

const awardInput = (worker: Worker, mark: string): Fields => {
  const { random, committee } = worker;
  const members = random.some(ownRecords(worker, "member"), 2).map(({ record }) => ({ memberId: record.id }));
  const meeting = random.chance(0.3) ? oneOwn(worker, "meeting") : undefined;
  return {
    organisationId: committee.id,
    form: random.one(["commendation", "certificate-of-merit"]),
    title: `Khen thưởng ${mark}`,
    year: 2019 + random.below(7),
    ...(meeting ? { meetingId: meeting.record.id } : {}),
    recipients: [...members, { organisationId: random.one(committee.cells) }],
  };
};

export const peopleActions: readonly Action[] = [
  {
    name: "create a member",
    weight: 14,
    run: async (worker) => {
      if (ownRecords(worker, "member").length >= memberLimit) return false;
      const mark = worker.mark();
      const body = { ...memberInput(worker, mark), ...contested(worker) };
      return create(worker, { kind: "member", path: "/v1/members", body, mark, allowed: duplicates });
    },
  },
  { name: "put a member", weight: 6, run: putMember },
  {
    name: "change a member",
    weight: 8,
    run: async (worker) => {
      const { random } = worker;
      const member = oneOwn(worker, "member");
      if (!member) return false;
      // A PATCH corrects the first cell, which is the current one only without a history.
      const mayMove = !hasHistory(worker, member) && random.chance(0.4);
      const moved = mayMove ? { organisationId: random.one(cellsOf(worker)) } : {};
      const corrected = random.chance(0.3) ? { admittedOn: dayIn(random, 2005, 2018) } : {};
      return change(worker, member, { jobTitle: `Chuyên viên ${worker.mark()}`, ...moved, ...corrected });
    },
  },
  { name: "delete a member", weight: 4, run: (worker) => removeOne(worker, unreferenced(worker).slice(5)) },
  { name: "add a history entry", weight: 8, run: addHistoryEntry },
  {
    name: "create an award",
    weight: 4,
    run: async (worker) => {
      if (ownRecords(worker, "award").length >= awardLimit) return false;
      const mark = worker.mark();
      return createOrPut(worker, { kind: "award", path: "/v1/awards", body: awardInput(worker, mark), mark }, 0.3);
    },
  },
  {
    name: "change an award",
    weight: 2,
    run: (worker) => {
      const decision = { number: `QĐ ${worker.mark()}`, date: "2024-12-20" };
      return change(worker, oneOwn(worker, "award"), { decision });
    },
  },
  { name: "delete an award", weight: 2, run: (worker) => removeOne(worker, ownRecords(worker, "award").slice(2)) },
];
