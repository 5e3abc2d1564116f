import { createHash } from "node:crypto";
import type { Attributes } from "../../support/memory-engine/values.ts";
import { type Plan, sendWithRetries } from "../callers/retrying-caller.ts";
import { copyOfKnown, type Known, nothingKnown } from "../workload/context.ts";
import { bytesOf } from "../workload/photos.ts";
import { drain } from "./callers.ts";
import { createSimulation } from "./simulation.ts";

/** Two committees below a ministry, one with a department, with cells; and some of each kind without dependents. */
const makeOrganisations = async (perform: Perform, known: Known): Promise<void> => {
  const make = async (list: string[], kind: string, name: string, parentId?: string): Promise<string> => {
    const body = { kind, name, ...(parentId ? { parentId } : {}) };
    const id = String((await perform({ operation: "createOrganisation", body })).id);
    list.push(id);
    return id;
  };
  const { superiors, tenantIds, departments, cells } = known;
  const top = await make(superiors, "superior-committee", "Đảng bộ khối");
  const ministry = await make(superiors, "superior-committee", "Đảng bộ bộ", top);
  const tenantId = await make(tenantIds, "grassroots-committee", "Đảng bộ trường", ministry);
  const other = await make(tenantIds, "grassroots-committee", "Đảng bộ viện", ministry);
  const department = await make(departments, "departmental-committee", "Đảng bộ khoa", tenantId);
  await make(cells, "cell", "Chi bộ 1", tenantId);
  await make(cells, "cell", "Chi bộ 2", department);
  await make(cells, "cell", "Chi bộ 3", other);
  await make(tenantIds, "grassroots-committee", "Đảng bộ mới", ministry);
  await make(departments, "departmental-committee", "Đảng bộ bộ phận mới", tenantId);
  await make(cells, "cell", "Chi bộ mới 1", tenantId);
  await make(cells, "cell", "Chi bộ mới 2", department);
  const leaving = await make(superiors, "superior-committee", "Đảng bộ sắp giải thể", top);
  await make(tenantIds, "grassroots-committee", "Đảng bộ sắp chuyển", leaving);
};

/** Members, two public meetings with a chair and an awaited photo, and a published article of the first. */
const makeRecords = async (perform: Perform, known: Known): Promise<void> => {
  for (const [i, organisationId] of known.cells.slice(0, 3).entries()) {
    const body = { organisationId, fullName: `Đảng viên ${i}`, confirmed: true };
    known.members.push(String((await perform({ operation: "createMember", body })).id));
  }
  for (const title of ["Tổng kết", "Chuyên đề"]) await makeMeeting(perform, known, title);
  const params = { meetingId: known.meetings[0] ?? "" };
  const article = { headline: "Hội nghị tổng kết", author: "A", section: "Tin", body: "..." };
  await perform({ operation: "putArticle", params, body: article });
  await perform({ operation: "publishArticle", params });
  const body = {
    organisationId: known.tenantIds.at(-1),
    kind: "regular",
    title: "Cuối",
    startsOn: "2020-01-01",
    status: "held",
  };
  known.meetings.push(String((await perform({ operation: "createMeeting", body })).id));
};

const makeMeeting = async (perform: Perform, known: Known, title: string): Promise<string> => {
  const held = { kind: "review", startsOn: "2020-01-01", status: "held", visibility: "public" };
  const body = { organisationId: known.tenantIds[0], title, ...held };
  const meetingId = String((await perform({ operation: "createMeeting", body })).id);
  known.meetings.push(meetingId);
  const params = { meetingId };
  const attendees = [{ memberId: known.members[0], roles: ["chair"] }];
  const { items } = await perform({ operation: "addAttendees", params, body: { attendees } });
  for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
  await makePhoto(perform, known, meetingId);
  return meetingId;
};

const makePhoto = async (perform: Perform, known: Known, meetingId: string): Promise<void> => {
  const text = "một";
  const sha256 = createHash("sha256").update(bytesOf(text)).digest("hex");
  const body = { fileName: "anh.jpg", contentType: "image/jpeg", size: bytesOf(text).length, sha256 };
  const { photo, upload } = await perform({ operation: "announcePhoto", params: { meetingId }, body });
  const { url } = upload as { url: string };
  const key = url.slice("https://storage.example/".length);
  known.photos.push({ id: (photo as { id: string }).id, meetingId, key, text });
};

const guestsAtOnce = 45;

/** A meeting with parts of every kind and too many guests to be deleted in one transaction; callers know no other. */
const makeLargeMeeting = async (perform: Perform, known: Known): Promise<void> => {
  for (const list of [known.meetings, known.attendees, known.photos]) list.length = 0;
  const meetingId = await makeMeeting(perform, known, "Đại hội");
  const params = { meetingId };
  const guests = Array.from({ length: guestsAtOnce }, (_, i) => ({
    guest: { fullName: `Khách ${i}` },
    roles: ["guest"],
  }));
  for (let i = 0; i < 2; i++) await perform({ operation: "addAttendees", params, body: { attendees: guests } });
  const attendees = known.members.slice(1).map((memberId) => ({ memberId, roles: ["participant"] }));
  await perform({ operation: "addAttendees", params, body: { attendees } });
  const document = await perform({ operation: "addDocument", params, body: { kind: "report", title: "Báo cáo" } });
  known.documents.push({ meetingId, id: String(document.id) });
  const exclusions = [{ memberId: known.members[0], reason: "vắng" }];
  const vote = { subject: "Thông qua", base: { count: 3, exclusions }, for: 3, against: 0, abstain: 0 };
  await perform({ operation: "addVote", params, body: vote });
  await perform({ operation: "addGuidance", params, body: { number: 1, text: "Làm tốt" } });
  await perform({ operation: "putAgenda", params, body: { items: [{ number: 1, title: "Khai mạc" }] } });
  const article = { headline: "Đại hội", author: "A", section: "Tin", body: "..." };
  await perform({ operation: "putArticle", params, body: article });
};

/** Items and known records at the start of a run. */
export type InitialTable = { items: readonly Attributes[]; known: Known };

/** Performs an operation until it succeeds and returns its record. */
export type Perform = (plan: Plan) => Promise<Record<string, unknown>>;

const seed = 1;

/** Adds records to a table through the API. */
const extend = async (
  from: InitialTable,
  make: (perform: Perform, known: Known) => Promise<void>,
): Promise<InitialTable> => {
  const known = copyOfKnown(from.known);
  const simulation = createSimulation(seed, { ...from, known });
  const { network, attempts, engine } = simulation;
  const perform: Perform = async (plan) => {
    let created: Record<string, unknown> | undefined;
    const onSuccess = (record: Record<string, unknown>) => {
      created = record;
    };
    let isOver = false;
    void sendWithRetries({ network, attempts, caller: "setting" }, { ...plan, onSuccess }).then(() => {
      isOver = true;
    });
    await network.scheduler.runUntil(() => isOver);
    if (!created) throw new Error(`The setting was refused: ${attempts.at(-1)?.response?.body}`);
    return created;
  };
  await make(perform, known);
  await drain(simulation);
  return { items: [...engine.items()], known };
};

type InitialTables = { usual: InitialTable; largeShare: InitialTable };
let created: Promise<InitialTables> | undefined;

/** The initial tables, created once: the usual one, and one with a meeting that is too large for one transaction. */
export const initialTables = (): Promise<InitialTables> => {
  created ??= (async () => {
    const usual = await extend({ items: [], known: nothingKnown() }, async (perform, known) => {
      await makeOrganisations(perform, known);
      await makeRecords(perform, known);
    });
    return { usual, largeShare: await extend(usual, makeLargeMeeting) };
  })();
  return created;
};
