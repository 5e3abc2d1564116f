import type { Attributes } from "../../support/memory-engine/values.ts";
import { type Plan, sendWithRetries } from "../callers/retrying-caller.ts";
import { copyOfKnown, type Known, nothingKnown } from "../workload/context.ts";
import { announcementOf, rememberUpload } from "../workload/photos.ts";
import { drain } from "./callers.ts";
import { createSimulation } from "./simulation.ts";

/** Items and known records at the start of a run. */
export type InitialTable = { items: readonly Attributes[]; known: Known };

/** Performs an operation until it succeeds and returns its record. */
type Perform = (
  operation: Plan["operation"],
  body?: object,
  params?: Record<string, string>,
) => Promise<Record<string, unknown>>;

/** Performs an operation, adds the id of its record to a list and returns it. */
const createIn = async (list: string[], created: ReturnType<Perform>): Promise<string> => {
  const id = String((await created).id);
  list.push(id);
  return id;
};

/** Two committees below a ministry, one with a department, with cells; and some of each kind without dependents. */
const createOrganisations = async (perform: Perform, known: Known): Promise<void> => {
  const { superiors, tenantIds, departments, cells } = known;
  const add = (list: string[], kind: string, name: string, parentId?: string) =>
    createIn(list, perform("createOrganisation", { kind, name, parentId }));
  const superior = (name: string, parentId?: string) => add(superiors, "superior-committee", name, parentId);
  const committee = (name: string, parentId: string) => add(tenantIds, "grassroots-committee", name, parentId);
  const department = (name: string, parentId: string) => add(departments, "departmental-committee", name, parentId);
  const top = await superior("Đảng bộ khối");
  const ministry = await superior("Đảng bộ bộ", top);
  const school = await committee("Đảng bộ trường", ministry);
  const institute = await committee("Đảng bộ viện", ministry);
  const faculty = await department("Đảng bộ khoa", school);
  await add(cells, "cell", "Chi bộ 1", school);
  await add(cells, "cell", "Chi bộ 2", faculty);
  await add(cells, "cell", "Chi bộ 3", institute);
  await committee("Đảng bộ mới", ministry);
  await department("Đảng bộ bộ phận mới", school);
  await add(cells, "cell", "Chi bộ mới 1", school);
  await add(cells, "cell", "Chi bộ mới 2", faculty);
  await committee("Đảng bộ sắp chuyển", await superior("Đảng bộ sắp giải thể", top));
};

const article = { headline: "Hội nghị tổng kết", author: "A", section: "Tin", body: "..." };

/** Members, two public meetings with a chair and an awaited photo, and a published article of the first. */
const createRecords = async (perform: Perform, known: Known): Promise<void> => {
  for (const [i, organisationId] of known.cells.slice(0, 3).entries())
    await createIn(
      known.members,
      perform("createMember", { organisationId, fullName: `Đảng viên ${i}`, confirmed: true }),
    );
  const meetingId = await createMeeting(perform, known, "Tổng kết");
  await createMeeting(perform, known, "Chuyên đề");
  await perform("putArticle", article, { meetingId });
  await perform("publishArticle", undefined, { meetingId });
  const last = { organisationId: known.tenantIds.at(-1), kind: "regular", title: "Cuối" };
  await createIn(known.meetings, perform("createMeeting", { ...last, startsOn: "2020-01-01", status: "held" }));
};

const createMeeting = async (perform: Perform, known: Known, title: string): Promise<string> => {
  const held = { kind: "review", startsOn: "2020-01-01", status: "held", visibility: "public" };
  const body = { organisationId: known.tenantIds[0], title, ...held };
  const meetingId = await createIn(known.meetings, perform("createMeeting", body));
  const attendees = [{ memberId: known.members[0], roles: ["chair"] }];
  const { items } = await perform("addAttendees", { attendees }, { meetingId });
  for (const { id } of items as { id: string }[]) known.attendees.push({ meetingId, id });
  const text = "một";
  const photo = await perform("announcePhoto", { fileName: "anh.jpg", ...announcementOf(text) }, { meetingId });
  rememberUpload({ known }, meetingId, text)(photo);
  return meetingId;
};

const guestsAtOnce = 45;

/** A meeting with parts of every kind and too many guests to be deleted in one transaction; callers know no other. */
const createLargeMeeting = async (perform: Perform, known: Known): Promise<void> => {
  for (const list of [known.meetings, known.attendees, known.photos]) list.length = 0;
  const meetingId = await createMeeting(perform, known, "Đại hội");
  const add = (operation: Plan["operation"], body: object) => perform(operation, body, { meetingId });
  const guests = Array.from({ length: guestsAtOnce }, (_, i) => ({
    guest: { fullName: `Khách ${i}` },
    roles: ["guest"],
  }));
  const members = known.members.slice(1).map((memberId) => ({ memberId, roles: ["participant"] }));
  for (const attendees of [guests, guests, members]) await add("addAttendees", { attendees });
  const document = await add("addDocument", { kind: "report", title: "Báo cáo" });
  known.documents.push({ meetingId, id: String(document.id) });
  const exclusions = [{ memberId: known.members[0], reason: "vắng" }];
  await add("addVote", { subject: "Thông qua", base: { count: 3, exclusions }, for: 3, against: 0, abstain: 0 });
  await add("addGuidance", { number: 1, text: "Làm tốt" });
  await add("putAgenda", { items: [{ number: 1, title: "Khai mạc" }] });
  await add("putArticle", { ...article, headline: "Đại hội" });
};

const seed = 1;

/** Adds records to a table through the API. */
const extend = async (
  from: InitialTable,
  ...steps: ((perform: Perform, known: Known) => Promise<void>)[]
): Promise<InitialTable> => {
  const known = copyOfKnown(from.known);
  const simulation = createSimulation(seed, { ...from, known });
  const { network, attempts, engine } = simulation;
  const perform: Perform = async (operation, body, params = {}) => {
    let created: Record<string, unknown> | undefined;
    const onSuccess = (record: Record<string, unknown>) => {
      created = record;
    };
    let isOver = false;
    const plan: Plan = { operation, params, ...(body ? { body } : {}), onSuccess };
    void sendWithRetries({ network, attempts, caller: "setting" }, plan).then(() => {
      isOver = true;
    });
    await network.scheduler.runUntil(() => isOver);
    if (!created) throw new Error(`A record was rejected: ${attempts.at(-1)?.response?.body}`);
    return created;
  };
  for (const step of steps) await step(perform, known);
  await drain(simulation);
  return { items: [...engine.items()], known };
};

type InitialTables = { usual: InitialTable; largeShare: InitialTable };
let created: Promise<InitialTables> | undefined;

/** The initial tables, created once: the usual one, and one with a meeting that is too large for one transaction. */
export const initialTables = (): Promise<InitialTables> => {
  created ??= (async () => {
    const usual = await extend({ items: [], known: nothingKnown() }, createOrganisations, createRecords);
    return { usual, largeShare: await extend(usual, createLargeMeeting) };
  })();
  return created;
};
