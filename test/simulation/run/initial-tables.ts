import { createHash } from "node:crypto";
import type { Attributes } from "../../support/memory-engine/values.ts";
import { carefully, type Plan } from "../callers/retrying-caller.ts";
import { copyOfKnown, type Known, nothingKnown } from "../workload/context.ts";
import { bytesOf } from "../workload/photos.ts";
import { settle } from "./callers.ts";
import { emptyStory } from "./simulation.ts";

/** Two committees below a ministry, one with a department, with cells; and some of each kind that nothing hangs on. */
const makeOrganisations = async (done: Done, known: Known): Promise<void> => {
  const make = async (list: string[], kind: string, name: string, parentId?: string): Promise<string> => {
    const body = { kind, name, ...(parentId ? { parentId } : {}) };
    const id = String((await done({ operation: "createOrganisation", body })).id);
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

/** Members, two public meetings that one of them chairs, in each a photo that is awaited, and of the first an article that is published. */
const makeRecords = async (done: Done, known: Known): Promise<void> => {
  for (const [i, organisationId] of known.cells.slice(0, 3).entries()) {
    const body = { organisationId, fullName: `Đảng viên ${i}`, confirmed: true };
    known.members.push(String((await done({ operation: "createMember", body })).id));
  }
  for (const title of ["Tổng kết", "Chuyên đề"]) await makeMeeting(done, known, title);
  const params = { meetingId: known.meetings[0] ?? "" };
  const article = { headline: "Hội nghị tổng kết", author: "A", section: "Tin", body: "..." };
  await done({ operation: "putArticle", params, body: article });
  await done({ operation: "publishArticle", params });
  const body = {
    organisationId: known.tenantIds.at(-1),
    kind: "regular",
    title: "Cuối",
    startsOn: "2020-01-01",
    status: "held",
  };
  known.meetings.push(String((await done({ operation: "createMeeting", body })).id));
};

const makeMeeting = async (done: Done, known: Known, title: string): Promise<string> => {
  const held = { kind: "review", startsOn: "2020-01-01", status: "held", visibility: "public" };
  const body = { organisationId: known.tenantIds[0], title, ...held };
  const meetingId = String((await done({ operation: "createMeeting", body })).id);
  known.meetings.push(meetingId);
  const params = { meetingId };
  const attendees = [{ memberId: known.members[0], roles: ["chair"] }];
  const { items } = await done({ operation: "addAttendees", params, body: { attendees } });
  for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
  await makePhoto(done, known, meetingId);
  return meetingId;
};

const makePhoto = async (done: Done, known: Known, meetingId: string): Promise<void> => {
  const text = "một";
  const sha256 = createHash("sha256").update(bytesOf(text)).digest("hex");
  const body = { fileName: "anh.jpg", contentType: "image/jpeg", size: bytesOf(text).length, sha256 };
  const { photo, upload } = await done({ operation: "announcePhoto", params: { meetingId }, body });
  const { url } = upload as { url: string };
  const key = url.slice("https://storage.example/".length);
  known.photos.push({ id: (photo as { id: string }).id, meetingId, key, text });
};

const guestsAtOnce = 45;

/** A meeting with one of everything and so many guests that it does not go in one transaction; all that is known. */
const makeLargeMeeting = async (done: Done, known: Known): Promise<void> => {
  for (const list of [known.meetings, known.attendees, known.photos]) list.length = 0;
  const meetingId = await makeMeeting(done, known, "Đại hội");
  const params = { meetingId };
  const guests = Array.from({ length: guestsAtOnce }, (_, i) => ({
    guest: { fullName: `Khách ${i}` },
    roles: ["guest"],
  }));
  for (let i = 0; i < 2; i++) await done({ operation: "addAttendees", params, body: { attendees: guests } });
  const attendees = known.members.slice(1).map((memberId) => ({ memberId, roles: ["participant"] }));
  await done({ operation: "addAttendees", params, body: { attendees } });
  const document = await done({ operation: "addDocument", params, body: { kind: "report", title: "Báo cáo" } });
  known.documents.push({ meetingId, id: String(document.id) });
  const exclusions = [{ memberId: known.members[0], reason: "vắng" }];
  const vote = { subject: "Thông qua", base: { count: 3, exclusions }, for: 3, against: 0, abstain: 0 };
  await done({ operation: "addVote", params, body: vote });
  await done({ operation: "addGuidance", params, body: { number: 1, text: "Làm tốt" } });
  await done({ operation: "putAgenda", params, body: { items: [{ number: 1, title: "Khai mạc" }] } });
  const article = { headline: "Đại hội", author: "A", section: "Tin", body: "..." };
  await done({ operation: "putArticle", params, body: article });
};

/** What a run begins with. */
export type Setting = { items: readonly Attributes[]; known: Known };

/** Has a wish granted, whatever it takes; gives the record. */
export type Done = (plan: Plan) => Promise<Record<string, unknown>>;

const seed = 1;

/** Has something made on top of a setting, through the API itself. */
const extended = async (from: Setting, make: (done: Done, known: Known) => Promise<void>): Promise<Setting> => {
  const known = copyOfKnown(from.known);
  const story = emptyStory(seed, { ...from, known });
  const { network, ledger, engine } = story;
  const done: Done = async (plan) => {
    let made: Record<string, unknown> | undefined;
    const learn = (record: Record<string, unknown>) => {
      made = record;
    };
    let isOver = false;
    void carefully({ network, ledger, caller: "setting" }, { ...plan, learn }).then(() => {
      isOver = true;
    });
    await network.scheduler.runUntil(() => isOver);
    if (!made) throw new Error(`The setting was refused: ${ledger.at(-1)?.answer?.body}`);
    return made;
  };
  await make(done, known);
  await settle(story);
  return { items: [...engine.items()], known };
};

type Settings = { usual: Setting; large: Setting };
let made: Promise<Settings> | undefined;

/** The settings, made once: what most runs begin with, and one with a meeting that is too large to go at once. */
export const settings = (): Promise<Settings> => {
  made ??= (async () => {
    const usual = await extended({ items: [], known: nothingKnown() }, async (done, known) => {
      await makeOrganisations(done, known);
      await makeRecords(done, known);
    });
    return { usual, large: await extended(usual, makeLargeMeeting) };
  })();
  return made;
};
