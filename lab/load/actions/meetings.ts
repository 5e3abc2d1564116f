import { dayIn } from "../../support/draw.ts";
import type { Acknowledged } from "../journal.ts";
import type { Fields, Kind } from "../records.ts";
import {
  type Action,
  change,
  checkReplay,
  create,
  createOrPut,
  isSuccess,
  oneOwn,
  ownRecords,
  put,
  removeOne,
  type Worker,
} from "../worker.ts";

/** Meetings of a worker, and documents, votes or points of guidance of one meeting, at most. */
const meetingLimit = 8;
const partLimit = 6;
const attendeeLimit = 12;
/** Characters from which on the minutes are full: a text has at most 20,000. */
const minutesLimit = 18_000;

/** A worker's own parts of a meeting. */
export const partsOf = (worker: Worker, meeting: Acknowledged, kind: Kind): Acknowledged[] =>
  ownRecords(worker, kind).filter(({ within }) => within.includes(meeting.href));

const meetingInput = ({ random, committee }: Worker, mark: string) => ({
  organisationId: random.one([committee.id, committee.id, ...committee.cells, ...committee.departments]),
  kind: random.one(["regular", "thematic", "review", "extraordinary"]),
  title: `Hội nghị ${mark}`,
  startsOn: dayIn(random, 2019, 2025),
  status: random.one(["planned", "held"]),
  visibility: random.one(["public", "internal"]),
});

const attendeeInputs = (worker: Worker, meeting: Acknowledged): Fields[] => {
  const { random } = worker;
  const present = partsOf(worker, meeting, "attendee").map(({ record }) => record.memberId);
  const free = ownRecords(worker, "member").filter(({ record }) => !present.includes(record.id));
  const members = random.some(free, random.below(3)).map(({ record }) => ({ memberId: record.id }));
  const guest = { guest: { fullName: "Khách mời", title: "Đại biểu" } };
  return [...members, guest].map((person) => ({
    ...person,
    roles: [random.one(["chair", "presenter", "participant", "guest"])],
    presence: "present",
    reason: worker.mark(),
  }));
};

const addAttendees = async (worker: Worker): Promise<boolean> => {
  const { api, journal, name: owner, random } = worker;
  const meeting = oneOwn(worker, "meeting");
  if (!meeting || partsOf(worker, meeting, "attendee").length >= attendeeLimit) return false;
  const path = `${meeting.href}/attendees`;
  const attendees = attendeeInputs(worker, meeting);
  const creates = attendees.map(({ reason }) => String(reason));
  const headers = { "idempotency-key": creates.join("-") };
  const request = { operation: "POST attendee", method: "POST", path, body: { attendees }, headers } as const;
  return journal.whilePending({ about: `POST ${path} ${creates}`, creates }, async () => {
    const response = await api.repeat(request);
    if (!isSuccess(worker, `POST ${path}`, response)) return true;
    for (const record of response.body.items as Fields[]) {
      const href = `${path}/${record.id}`;
      journal.acknowledge({ kind: "attendee", href, record, etag: undefined, owner, within: [meeting.href] });
    }
    if (random.chance(0.05))
      checkReplay(worker, "attendee", response, await api.repeat({ ...request, operation: "POST replay" }));
    return true;
  });
};

type Part = { body: Fields; changes?: readonly string[] };

const addPart =
  (
    kind: "document" | "vote" | "guidance",
    collection: string,
    input: (worker: Worker, meeting: Acknowledged) => Part,
  ) =>
  async (worker: Worker): Promise<boolean> => {
    const meeting = oneOwn(worker, "meeting");
    if (!meeting || partsOf(worker, meeting, kind).length >= partLimit) return false;
    const mark = worker.mark();
    const { body, changes = [] } = input({ ...worker, mark: () => mark }, meeting);
    return create(worker, { kind, path: `${meeting.href}/${collection}`, body, mark, within: [meeting.href], changes });
  };

/** A field that refers to an attendee, sometimes. */
const attendeeField = (worker: Worker, meeting: Acknowledged, field: string): Fields => {
  const attendee = worker.random.pick(partsOf(worker, meeting, "attendee"));
  return attendee && worker.random.chance(0.3) ? { [field]: attendee.record.id } : {};
};

const addDocument = addPart("document", "documents", (worker, meeting) => ({
  body: {
    kind: "report",
    title: `Báo cáo ${worker.mark()}`,
    findings: [{ kind: "result", text: "Đã hoàn thành" }],
    ...attendeeField(worker, meeting, "presenterId"),
  },
}));

const drafts = (documents: readonly Acknowledged[]) => documents.filter(({ record }) => record.status === "draft");

const addVote = addPart("vote", "votes", (worker, meeting) => {
  const { random } = worker;
  const document = random.chance(0.5) ? random.pick(drafts(partsOf(worker, meeting, "document"))) : undefined;
  const ballots = { for: 20 + random.below(20), against: random.below(5), abstain: 2 };
  const body = { subject: `Thông qua ${worker.mark()}`, base: { count: 50 }, method: "show-of-hands", ...ballots };
  return document ? { body: { ...body, documentId: document.record.id }, changes: [document.href] } : { body };
});

const addGuidance = addPart("guidance", "guidance", (worker, meeting) => ({
  body: {
    number: 1 + worker.random.below(9_000),
    text: `Cần tiếp tục ${worker.mark()}`,
    ...attendeeField(worker, meeting, "attendeeId"),
  },
}));

const putAgenda = async (worker: Worker): Promise<boolean> => {
  const meeting = oneOwn(worker, "meeting");
  if (!meeting) return false;
  const path = `${meeting.href}/agenda`;
  const mark = worker.mark();
  const items = [1, 2, 3].map((number) => ({ number, title: `Nội dung ${number} ${mark}` }));
  const before = worker.journal.present.get(path);
  return put(worker, { kind: "agenda", path, body: { items }, mark, within: [meeting.href] }, before);
};

const changePart = (worker: Worker): Promise<boolean> => {
  const { random } = worker;
  const document = random.chance(0.5) ? random.pick(drafts(ownRecords(worker, "document"))) : undefined;
  if (document) return change(worker, document, { findings: [{ kind: "target", text: `Chỉ tiêu ${worker.mark()}` }] });
  return change(worker, oneOwn(worker, "guidance"), { number: 1 + random.below(9_000) });
};

/** Meetings without an award, which may be deleted. */
const unreferenced = (worker: Worker) => {
  const referenced = ownRecords(worker, "award").map(({ record }) => record.meetingId);
  return ownRecords(worker, "meeting").filter(({ record }) => !referenced.includes(record.id));
};

/** All workers of a committee add lines to one text: no line may be lost or duplicated. */
const addMinutes = (worker: Worker): Promise<boolean> => {
  const { api, journal, committee } = worker;
  const { minutesHref: href } = committee;
  const line = worker.mark();
  let isFull = false;
  return journal.whilePending({ about: `a line ${line} in ${href}`, creates: [line] }, async () => {
    const response = await api.change(href, "PATCH minutes", ({ summary = "" }) => {
      const text = String(summary);
      isFull = text.length > minutesLimit;
      return isFull || text.split(" ").includes(line) ? undefined : { summary: `${text} ${line}`.trim() };
    });
    if (isSuccess(worker, `PATCH ${href}`, response) && !isFull) journal.addLine(href, line);
    return !isFull;
  });
};

export const meetingActions: readonly Action[] = [
  {
    name: "create a meeting",
    weight: 6,
    run: async (worker) => {
      if (ownRecords(worker, "meeting").length >= meetingLimit) return false;
      const mark = worker.mark();
      const body = meetingInput(worker, mark);
      return createOrPut(worker, { kind: "meeting", path: "/v1/meetings", body, mark }, 0.3);
    },
  },
  {
    name: "change a meeting",
    weight: 5,
    run: (worker) => {
      const status = worker.random.one(["planned", "held", "cancelled"]);
      return change(worker, oneOwn(worker, "meeting"), { status, venue: `Hội trường ${worker.mark()}` });
    },
  },
  { name: "delete a meeting", weight: 3, run: (worker) => removeOne(worker, unreferenced(worker).slice(3)) },
  { name: "add attendees", weight: 6, run: addAttendees },
  {
    name: "change an attendee",
    weight: 3,
    run: (worker) => {
      const presence = worker.random.one(["excused", "absent", "present"]);
      return change(worker, oneOwn(worker, "attendee"), { presence });
    },
  },
  // An attendee who presents a document or gave guidance cannot be removed.
  {
    name: "remove an attendee",
    weight: 2,
    run: (worker) => removeOne(worker, ownRecords(worker, "attendee"), ["in-use"]),
  },
  { name: "put an agenda", weight: 3, run: putAgenda },
  { name: "add a document", weight: 4, run: addDocument },
  { name: "add a vote", weight: 3, run: addVote },
  { name: "add guidance", weight: 3, run: addGuidance },
  { name: "change a part", weight: 3, run: changePart },
  {
    name: "remove a part",
    weight: 2,
    // A document that was voted on cannot be removed.
    run: (worker) =>
      removeOne(worker, [...drafts(ownRecords(worker, "document")), ...ownRecords(worker, "guidance")], ["in-use"]),
  },
  { name: "add a line to the minutes", weight: 3, run: addMinutes },
];
