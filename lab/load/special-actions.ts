import * as inputs from "./inputs.ts";
import { mismatch } from "./inspect/acknowledged.ts";
import type { Acknowledged } from "./journal.ts";
import { type Fields, kinds } from "./records.ts";
import { act, type Creation, create, isSuccess, oneOwn, ownRecords, put, type Worker } from "./worker.ts";

/** An action of a worker; it does nothing where there is nothing to act on. */
export type Action = (worker: Worker) => Promise<void>;

/** The worker's own records that an action may choose from. */
export type Candidates = (worker: Worker) => readonly Acknowledged[];

/** Members without attendance or award, which may be deleted. */
export const unreferencedMembers: Candidates = (worker) => {
  const attending = ownRecords(worker, "attendee").map(({ record }) => record.memberId);
  const awarded = ownRecords(worker, "award").flatMap(({ record }) =>
    (record.recipients as { memberId?: string }[]).map(({ memberId }) => memberId),
  );
  const referenced = new Set([...attending, ...awarded]);
  return ownRecords(worker, "member").filter(({ record }) => !referenced.has(String(record.id)));
};

/** Meetings without an award, which may be deleted. */
export const unreferencedMeetings: Candidates = (worker) => {
  const referenced = ownRecords(worker, "award").map(({ record }) => record.meetingId);
  return ownRecords(worker, "meeting").filter(({ record }) => !referenced.includes(record.id));
};

const readOnly = ["id", "createdAt", "updatedAt", "standing", "mayVote"];

/** PUTs over a member that was PUT, which must not have a history. */
export const replaceMember: Action = async (worker) => {
  const idOf = ({ record }: Acknowledged) => (record.externalIds as { load?: string } | undefined)?.load;
  const before = worker.random.pick(
    ownRecords(worker, "member").filter((one) => idOf(one) && ownRecords(worker, "history-entry", one).length === 0),
  );
  if (!before) return;
  const mark = worker.mark();
  const input = Object.entries(before.record).filter(([name]) => !readOnly.includes(name));
  const body = { ...Object.fromEntries(input), jobTitle: `Chuyên viên ${mark}` };
  const path = `/v1/members/external/load/${idOf(before)}`;
  await put(worker, { kind: "member", path, body, marks: [mark] }, before);
};

export const addAttendees: Action = async (worker) => {
  const meeting = oneOwn(worker, "meeting");
  if (!meeting || ownRecords(worker, "attendee", meeting).length >= 12) return;
  const path = `${meeting.href}/attendees`;
  const attendees = inputs.attendeeInputs(worker, meeting);
  const marks = attendees.map(({ reason }) => String(reason));
  const recordsIn: Creation["recordsIn"] = ({ body }) =>
    (body.items as Fields[]).map((record) => ({ href: `${path}/${record.id}`, record }));
  await create(worker, { kind: "attendee", path, body: { attendees }, marks, within: [meeting.href], recordsIn });
};

/** Renews the secret of a client once: more than ten times in an hour are rejected. */
export const renewSecret: Action = async (worker) => {
  const unchanged = ownRecords(worker, "client").filter(({ record }) => record.createdAt === record.updatedAt);
  const client = worker.random.pick(unchanged);
  if (client) await act(worker, client, "secret");
};

/** Publishes or unpublishes an article of a public meeting. */
export const publish: Action = async (worker) => {
  const { journal, random } = worker;
  const isPublic = (href: string) => journal.present.get(href)?.record.visibility === "public";
  const article = random.pick(ownRecords(worker, "article").filter(({ within }) => within.some(isPublic)));
  if (article) await act(worker, article, random.one(["publish", "unpublish"]));
};

/** Characters from which on the minutes are full: a text has at most 20,000. */
const minutesLimit = 18_000;

/** All workers of a committee add lines to one text: no line may be lost or duplicated. */
export const addMinutes: Action = async (worker) => {
  const { api, journal, committee } = worker;
  const { minutesHref: href } = committee;
  const line = worker.mark();
  let isFull = false;
  await journal.whilePending({ creates: [line] }, async () => {
    const response = await api.change(href, "PATCH minutes", ({ summary = "" }) => {
      const text = String(summary);
      isFull = text.length > minutesLimit;
      return isFull || text.split(" ").includes(line) ? undefined : { summary: `${text} ${line}`.trim() };
    });
    if (isSuccess(worker, { method: "PATCH", path: href }, response) && !isFull) journal.addLine(href, line);
  });
};

/** Reads an own record, which must be as acknowledged, since nobody else changes it. */
export const readOwn: Action = async (worker) => {
  const { journal, random, api } = worker;
  const record = random.pick(kinds.flatMap((kind) => ownRecords(worker, kind).slice(0, 20)));
  if (!record) return;
  const headers = record.etag && random.chance(0.5) ? { "if-none-match": record.etag } : {};
  const { kind, href } = record;
  const response = await api.repeat({ operation: `GET ${kind}`, method: "GET", path: href, headers });
  if (response.status !== 304) for (const fault of mismatch(record, response)) journal.fault(fault);
};

export const reading =
  (operation: string, pathOf: (worker: Worker) => string | undefined): Action =>
  async (worker) => {
    const path = pathOf(worker);
    if (path === undefined) return;
    const response = await worker.api.repeat({ operation, method: "GET", path });
    if (response.status !== 200) worker.journal.fault(`GET ${path} returned ${response.status}: ${response.text}`);
  };

export const listPath = ({ committee, random }: Worker): string => {
  const organisationId = random.one([committee.id, ...committee.cells, ...committee.departments]);
  return random.one([
    `/v1/members?organisationId=${organisationId}`,
    `/v1/members?organisationId=${committee.id}&q=nguyen`,
    `/v1/members?organisationId=${committee.id}&asOf=2022-06-15&limit=20`,
    `/v1/meetings?organisationId=${organisationId}&limit=20`,
    `/v1/awards?organisationId=${committee.id}&limit=20`,
    `/v1/organisations?parentId=${committee.id}`,
  ]);
};

export const statisticsPath = ({ committee, above, random }: Worker): string => {
  const id = random.one([committee.id, ...above, ...committee.departments, ...committee.cells]);
  return `/v1/organisations/${id}/statistics?asOf=${2019 + random.below(8)}-03-01`;
};

export const conferencePath = (worker: Worker): string | undefined => {
  const meeting = oneOwn(worker, "meeting");
  return meeting && `${meeting.href}?include=agenda,attendees,documents,votes,guidance,awards,photos,article`;
};
