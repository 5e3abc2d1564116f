import type { Action, Worker } from "../client/worker.ts";
import type { Kept } from "../journal.ts";
import { change, make, put, remove } from "../steps.ts";
import { ownMeeting, partsOf } from "./meetings.ts";

/** Documents, votes or points of guidance that one meeting gets at most. */
const most = 6;

const anAttendee = (worker: Worker, meeting: Kept): string | undefined => {
  const all = partsOf(worker, meeting, "attendee");
  return all.length > 0 && worker.random.percent(30) ? String(worker.random.one(all).record.id) : undefined;
};

type Part = "document" | "vote" | "guidance";
const add = async (
  worker: Worker,
  kind: Part,
  collection: string,
  bodyOf: (meeting: Kept, mark: string) => { body: object; changes?: readonly string[] },
): Promise<boolean> => {
  const meeting = ownMeeting(worker);
  if (!meeting || partsOf(worker, meeting, kind).length >= most) return false;
  const mark = worker.mark();
  const { body, changes = [] } = bodyOf(meeting, mark);
  const path = `${meeting.href}/${collection}`;
  await make(worker, { kind, path, body: { ...body }, mark, within: [meeting.href], changes });
  return true;
};

const addDocument = (worker: Worker) =>
  add(worker, "document", "documents", (meeting, mark) => {
    const presenterId = anAttendee(worker, meeting);
    const body = { kind: "report", title: `Báo cáo ${mark}`, findings: [{ kind: "result", text: "Đã hoàn thành" }] };
    return { body: { ...body, ...(presenterId ? { presenterId } : {}) } };
  });

const addVote = (worker: Worker) =>
  add(worker, "vote", "votes", (meeting, mark) => {
    const drafts = partsOf(worker, meeting, "document").filter(({ record }) => record.status === "draft");
    const document = drafts.length > 0 && worker.random.percent(50) ? worker.random.one(drafts) : undefined;
    const ballots = { for: 20 + worker.random.below(20), against: worker.random.below(5), abstain: 2 };
    const body = { subject: `Thông qua ${mark}`, base: { count: 50 }, method: "show-of-hands", ...ballots };
    if (!document) return { body };
    return { body: { ...body, documentId: document.record.id }, changes: [document.href] };
  });

const addGuidance = (worker: Worker) =>
  add(worker, "guidance", "guidance", (meeting, mark) => {
    const attendeeId = anAttendee(worker, meeting);
    const body = { number: 1 + worker.random.below(9_000), text: `Cần tiếp tục ${mark}` };
    return { body: { ...body, ...(attendeeId ? { attendeeId } : {}) } };
  });

const setAgenda = async (worker: Worker): Promise<boolean> => {
  const meeting = ownMeeting(worker);
  if (!meeting) return false;
  const path = `${meeting.href}/agenda`;
  const mark = worker.mark();
  const items = [1, 2, 3].map((number) => ({ number, title: `Nội dung ${number} ${mark}` }));
  const before = worker.journal.present.get(path);
  await put(worker, { kind: "agenda", path, body: { items }, mark, within: [meeting.href] }, before);
  return true;
};

const changeOne = async (worker: Worker): Promise<boolean> => {
  const { journal, name, random } = worker;
  const documents = journal.ofOwner(name, "document").filter(({ record }) => record.status === "draft");
  const guidance = journal.ofOwner(name, "guidance");
  if (documents.length > 0 && random.percent(50)) {
    const findings = [{ kind: "target", text: `Chỉ tiêu ${worker.mark()}` }];
    return change(worker, random.one(documents), { findings });
  }
  return guidance.length > 0 && change(worker, random.one(guidance), { number: 1 + random.below(9_000) });
};

const removeOne = async (worker: Worker): Promise<boolean> => {
  const { journal, name, random } = worker;
  const documents = journal.ofOwner(name, "document").filter(({ record }) => record.status === "draft");
  const own = [...documents, ...journal.ofOwner(name, "guidance")];
  // A document that a vote was about stays.
  return own.length > 0 && remove(worker, random.one(own), ["in-use"]);
};

export const parts: readonly Action[] = [
  { name: "set an agenda", weight: 3, run: setAgenda },
  { name: "add a document", weight: 4, run: addDocument },
  { name: "add a vote", weight: 3, run: addVote },
  { name: "add guidance", weight: 3, run: addGuidance },
  { name: "change a part", weight: 3, run: changeOne },
  { name: "remove a part", weight: 2, run: removeOne },
];
