import * as inputs from "./inputs.ts";
import type { Acknowledged } from "./journal.ts";
import { announcePhoto } from "./photos.ts";
import type { Fields, Kind } from "./records.ts";
import * as special from "./special-actions.ts";
import { change, create, oneOwn, ownRecords, put, remove } from "./worker.ts";

/** A kind of record that workers create, each at most so many of them, or so many within one parent. */
type Plan = {
  path: string;
  most: number;
  input: inputs.Input;
  /** The kind of the record that it is a part of; the path is below it. */
  parent?: Kind;
  /** Probability of a PUT at an external id instead of a POST. */
  byPut?: number;
  allowed?: readonly string[];
  /** Addresses of other records that it changes. */
  changes?: (parentHref: string, body: Fields) => string[];
};

const creating =
  (kind: Kind, { path, most, input, parent: parentKind, byPut = 0, allowed, changes }: Plan): special.Action =>
  async (worker) => {
    const parent = parentKind && oneOwn(worker, parentKind);
    if ((parentKind && !parent) || ownRecords(worker, kind, parent).length >= most) return;
    const mark = worker.mark();
    const body = input(worker, mark, parent);
    const href = parent?.href ?? "";
    const creation = { kind, path: href + path, body, marks: [mark], within: parent ? [href] : [] };
    if (worker.random.chance(byPut)) await put(worker, { ...creation, path: `${path}/external/load/${mark}` });
    else await create(worker, { ...creation, allowed, changes: changes?.(href, body) });
  };

const all =
  (kind: Kind): special.Candidates =>
  (worker) =>
    ownRecords(worker, kind);

const changing =
  (candidates: special.Candidates, patch: inputs.Input, allowed: readonly string[] = []): special.Action =>
  async (worker) => {
    const record = worker.random.pick(candidates(worker));
    if (record) await change(worker, record, { body: patch(worker, worker.mark(), record), allowed });
  };

/** `spare`: how many of the oldest records stay. */
const removing =
  (
    candidates: special.Candidates,
    { spare = 0, allowed = [] }: { spare?: number; allowed?: string[] } = {},
  ): special.Action =>
  async (worker) => {
    const record = worker.random.pick(candidates(worker).slice(spare));
    if (record) await remove(worker, record, allowed);
  };

/** PUTs the only record of a meeting at a path below it. */
const putting =
  (kind: Kind, input: (mark: string, before: Acknowledged | undefined) => Fields): special.Action =>
  async (worker) => {
    const meeting = oneOwn(worker, "meeting");
    if (!meeting) return;
    const path = `${meeting.href}/${kind}`;
    const before = worker.journal.present.get(path);
    const mark = worker.mark();
    await put(worker, { kind, path, body: input(mark, before), marks: [mark], within: [meeting.href] }, before);
  };

const duplicates = ["duplicate-member-number", "duplicate-external-id"];
/** A vote may adopt a document. */
const adopted: Plan["changes"] = (href, { documentId }) => (documentId ? [`${href}/documents/${documentId}`] : []);

/** All actions, each with its weight. */
export const actions: readonly (readonly [number, special.Action])[] = [
  [2, creating("organisation", { path: "/v1/organisations", most: 3, input: inputs.cellInput, byPut: 0.5 })],
  [2, changing(all("organisation"), (_, mark) => ({ code: mark }))],
  [1, removing(all("organisation"), { allowed: ["in-use"] })],
  [1, creating("client", { path: "/v1/clients", most: 2, input: inputs.clientInput })],
  [1, special.renewSecret],
  [1, removing(all("client"))],
  [14, creating("member", { path: "/v1/members", most: 60, input: inputs.contestedInput, allowed: duplicates })],
  [3, creating("member", { path: "/v1/members", most: 60, input: inputs.memberInput, byPut: 1 })],
  [3, special.replaceMember],
  [8, changing(all("member"), inputs.memberPatch)],
  [4, removing(special.unreferencedMembers, { spare: 5 })],
  [
    8,
    creating("history-entry", {
      parent: "member",
      path: "/history",
      most: 6,
      input: inputs.entryInput,
      changes: (href) => [href],
    }),
  ],
  [4, creating("award", { path: "/v1/awards", most: 12, input: inputs.awardInput, byPut: 0.3 })],
  [2, changing(all("award"), (_, mark) => ({ decision: { number: `QĐ ${mark}`, date: "2024-12-20" } }))],
  [2, removing(all("award"), { spare: 2 })],
  [6, creating("meeting", { path: "/v1/meetings", most: 8, input: inputs.meetingInput, byPut: 0.3 })],
  [
    5,
    changing(
      all("meeting"),
      ({ random }, mark) => ({
        status: random.one(["planned", "held", "cancelled"]),
        venue: `Hội trường ${mark}`,
        // A meeting with votes cannot be cancelled.
      }),
      ["in-use"],
    ),
  ],
  [3, removing(special.unreferencedMeetings, { spare: 3 })],
  [6, special.addAttendees],
  [3, changing(all("attendee"), ({ random }) => ({ presence: random.one(["excused", "absent", "present"]) }))],
  // An attendee who presents a document or gave guidance cannot be removed.
  [2, removing(all("attendee"), { allowed: ["in-use"] })],
  [
    3,
    putting("agenda", (mark) => ({
      items: [1, 2, 3].map((number) => ({ number, title: `Nội dung ${number} ${mark}` })),
    })),
  ],
  [4, creating("document", { parent: "meeting", path: "/documents", most: 6, input: inputs.documentInput })],
  [
    3,
    creating("vote", {
      parent: "meeting",
      path: "/votes",
      most: 6,
      input: inputs.voteInput,
      allowed: ["meeting-not-held"],
      changes: adopted,
    }),
  ],
  [3, creating("guidance", { parent: "meeting", path: "/guidance", most: 6, input: inputs.guidanceInput })],
  [2, changing(inputs.drafts, (_, mark) => ({ findings: [{ kind: "target", text: `Chỉ tiêu ${mark}` }] }))],
  [2, changing(all("guidance"), ({ random }) => ({ number: 1 + random.below(9_000) }))],
  // A document that was voted on cannot be removed.
  [1, removing(inputs.drafts, { allowed: ["in-use"] })],
  [1, removing(all("guidance"))],
  [3, special.addMinutes],
  [2, announcePhoto],
  [1, changing(all("photo"), (_, mark) => ({ caption: `Toàn cảnh ${mark}` }))],
  [1, removing(all("photo"), { spare: 1 })],
  [
    2,
    putting("article", (mark, before) => ({
      headline: before?.record.headline ?? `Hội nghị tổng kết ${mark}`,
      lead: mark,
      body: "Sáng nay, hội nghị **khai mạc**.",
      author: "Tổ tin",
      section: "Tin",
    })),
  ],
  [1, changing(all("article"), (_, mark) => ({ lead: `Mở đầu ${mark}` }))],
  [2, special.publish],
  [20, special.readOwn],
  [8, special.reading("GET list", special.listPath)],
  [5, special.reading("GET statistics", special.statisticsPath)],
  [3, special.reading("GET conference", special.conferencePath)],
  [1, special.reading("GET pages", () => "/events")],
];
