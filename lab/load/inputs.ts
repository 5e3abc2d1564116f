import { dayIn } from "../support/draw.ts";
import type { Acknowledged } from "./journal.ts";
import type { Fields } from "./records.ts";
import { oneOwn, ownRecords, type Worker } from "./worker.ts";

/** Draws the body of a request. `parent`: the record that it is a part of. */
export type Input = (worker: Worker, mark: string, parent?: Acknowledged) => Fields;

const names = ["Nguyễn Thị Hồng", "Trần Văn Đức", "Lê Minh Ánh", "Phạm Ngọc Lan", "Đỗ Quốc Việt", "Vũ Thu Hà"];

const cellsOf = (worker: Worker): string[] => [
  ...worker.committee.cells,
  ...ownRecords(worker, "organisation").flatMap(({ record }) =>
    record.dissolvedOn === undefined ? [String(record.id)] : [],
  ),
];

export const cellInput: Input = ({ random, committee }, mark) => ({
  kind: "cell",
  name: `Chi bộ ${mark}`,
  parentId: random.one([committee.id, ...committee.departments]),
  ...(random.chance(0.5) ? { establishedOn: dayIn(random, 1990, 2004) } : {}),
});

export const clientInput: Input = ({ committee }, mark) => ({
  organisationId: committee.id,
  name: `Hệ thống ${mark}`,
  scopes: ["dangbo/read"],
});

export const memberInput: Input = (worker, mark) => {
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

/** A member with a number or external id that several workers use, of whom only one succeeds. */
export const contestedInput: Input = (worker, mark) => ({
  ...memberInput(worker, mark),
  ...(worker.random.chance(0.5) ? { memberNumber: String(worker.random.below(400)) } : {}),
  ...(worker.random.chance(0.3) ? { externalIds: { personnel: `p${worker.random.below(200)}` } } : {}),
});

/** A correction. It moves the first cell, which is the current one only without a history. */
export const memberPatch: Input = (worker, mark, member) => {
  const { random } = worker;
  const mayMove = ownRecords(worker, "history-entry", member).length === 0 && random.chance(0.4);
  return {
    jobTitle: `Chuyên viên ${mark}`,
    ...(mayMove ? { organisationId: random.one(cellsOf(worker)) } : {}),
    ...(random.chance(0.3) ? { admittedOn: dayIn(random, 2005, 2018) } : {}),
  };
};

const entryKinds = ["confirmed", "transferred", "transferred", "suspended", "resumed", "departed", "readmitted"];

export const entryInput: Input = (worker, mark, member) => {
  const { random } = worker;
  const before = ownRecords(worker, "history-entry", member);
  const kind = random.one(entryKinds);
  const voided = before.map(({ record }) => record.voids);
  const voidable = before.filter(({ record }) => !voided.includes(record.id));
  return {
    kind,
    // Nobody departs before the meetings, so that every member may attend.
    on: kind === "departed" ? dayIn(random, 2024, 2025) : dayIn(random, 2021, 2025),
    reason: mark,
    ...(kind === "transferred" ? { organisationId: random.one(cellsOf(worker)) } : {}),
    ...(voidable.length > 0 && random.chance(0.15) ? { voids: String(random.one(voidable).record.id) } : {}),
  };
};

export const awardInput: Input = (worker, mark) => {
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

export const meetingInput: Input = ({ random, committee }, mark) => ({
  organisationId: random.one([committee.id, committee.id, ...committee.cells, ...committee.departments]),
  kind: random.one(["regular", "thematic", "review", "extraordinary"]),
  title: `Hội nghị ${mark}`,
  startsOn: dayIn(random, 2021, 2023),
  status: random.one(["planned", "held"]),
  visibility: random.one(["public", "internal"]),
});

/** Attendees of a meeting: up to two members and a guest, each with a mark of its own. */
export const attendeeInputs = (worker: Worker, meeting: Acknowledged): Fields[] => {
  const { random } = worker;
  const present = ownRecords(worker, "attendee", meeting).map(({ record }) => record.memberId);
  const free = ownRecords(worker, "member").filter(({ record }) => !present.includes(record.id));
  const members = random.some(free, random.below(3)).map(({ record }) => ({ memberId: record.id }));
  return [...members, { guest: { fullName: "Khách mời", title: "Đại biểu" } }].map((person) => ({
    ...person,
    roles: [random.one(["chair", "presenter", "participant", "guest"])],
    presence: "present",
    reason: worker.mark(),
  }));
};

/** A field that refers to an attendee, sometimes. */
const attendeeField = (worker: Worker, meeting: Acknowledged | undefined, field: string): Fields => {
  const attendee = worker.random.pick(ownRecords(worker, "attendee", meeting));
  return attendee && worker.random.chance(0.3) ? { [field]: attendee.record.id } : {};
};

export const documentInput: Input = (worker, mark, meeting) => ({
  kind: "report",
  title: `Báo cáo ${mark}`,
  findings: [{ kind: "result", text: "Đã hoàn thành" }],
  ...attendeeField(worker, meeting, "presenterId"),
});

/** Documents that were not voted on. */
export const drafts = (worker: Worker, meeting?: Acknowledged): Acknowledged[] =>
  ownRecords(worker, "document", meeting).filter(({ record }) => record.status === "draft");

export const voteInput: Input = (worker, mark, meeting) => {
  const { random } = worker;
  const document = random.chance(0.5) ? random.pick(drafts(worker, meeting)) : undefined;
  const ballots = { for: 20 + random.below(20), against: random.below(5), abstain: 2 };
  const body = { subject: `Thông qua ${mark}`, base: { count: 50 }, method: "show-of-hands", ...ballots };
  return document ? { ...body, documentId: document.record.id } : body;
};

export const guidanceInput: Input = (worker, mark, meeting) => ({
  number: 1 + worker.random.below(9_000),
  text: `Cần tiếp tục ${mark}`,
  ...attendeeField(worker, meeting, "attendeeId"),
});
