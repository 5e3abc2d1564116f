import { dependents } from "../../../functions/meetings/dependents.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { attendeesInput } from "../../../lib/meetings/part-schemas.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { createMeeting } from "../../../lib/meetings/writes.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { deleteOrganisation, updateOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { callerAt } from "../../support/world.ts";
import { acting } from "../members/committee.ts";
import { type Newsroom, said, startNewsroom } from "./newsroom.ts";

let room: Newsroom;
let act: ReturnType<typeof acting>;
beforeAll(async () => {
  room = await startNewsroom();
  act = acting(room.world);
});
afterAll(() => room.close());

const idIn = ({ record }: { record: object }) => (record as { id: string }).id;
const readOnly = (path: readonly string[]): Caller => callerAt(path, ["dangbo/read"]);
const rehang = (id: string, version: number, parentId: string) =>
  updateOrganisation(room.world.workAs(), id, {
    precondition: { versions: [version] },
    change: (current) => validateInput(organisationInput, mergePatch(current, { parentId })),
  });
const meetingIn = async (organisationId: string, more: object = {}) => {
  const input = { organisationId, kind: "regular", title: "Họp", startsOn: "2024-01-10", ...more };
  return idIn(await createMeeting(room.world.workAs(), validateInput(meetingInput, input)));
};

test("Every change of a record is told once, in order, to everyone above it and to nobody beside", async () => {
  const { top, ministry, tenantId, department, first, second, inner } = await act.committee();
  const member = await act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await act.patch(member.id, 1, { jobTitle: "Kế toán" });
  const entry = await act.history(member.id, { kind: "confirmed", on: "2023-05-19" });
  await deleteMember(room.world.workAs(), member.id, { versions: [3] });
  await room.tellAll();
  const ofMember = [
    `member.created ${member.id}`,
    `member.updated ${member.id}`,
    `member.updated ${member.id}`,
    `history-entry.created ${entry.id}`,
    `member.deleted ${member.id}`,
    `history-entry.deleted ${entry.id}`,
  ].sort();
  const below = async (path: string[]) => said(await room.feed(callerAt(path)));
  expect((await below([top, ministry, tenantId, first])).sort()).toEqual(
    [`organisation.created ${first}`, ...ofMember].sort(),
  );
  expect(await below([top, ministry, tenantId, second])).toEqual([`organisation.created ${second}`]);
  expect(await below([top, ministry, tenantId, department])).toEqual([
    `organisation.created ${department}`,
    `organisation.created ${inner}`,
  ]);
  const tenantIds = await below([top, ministry, tenantId]);
  expect(tenantIds.slice(0, 5)).toEqual(
    [tenantId, department, first, second, inner].map((id) => `organisation.created ${id}`),
  );
  expect(tenantIds).toHaveLength(11);
  expect(await below([top, ministry])).toEqual([`organisation.created ${ministry}`, ...tenantIds]);
  expect((await below([top])).slice(0, 2)).toEqual([`organisation.created ${top}`, `organisation.created ${ministry}`]);
  const all = await room.feed();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.every(({ client }) => client === "admin")).toBe(true);
});

test("A record that comes into a reader's sight is created for that reader, and deleted when it leaves it", async () => {
  const { top, ministry, tenantId, first, second } = await act.committee();
  const member = await act.create({ organisationId: first, fullName: "Trần Thị Cúc" });
  await act.history(member.id, { kind: "transferred", on: "2023-05-19", organisationId: second });
  await room.tellAll();
  const of = async (caller: Caller) => said(await room.feed(caller)).filter((text) => text.includes(member.id));
  const path = [top, ministry, tenantId];
  expect(await of(callerAt([...path, first]))).toEqual([`member.created ${member.id}`, `member.deleted ${member.id}`]);
  expect(await of(callerAt([...path, second]))).toEqual([`member.created ${member.id}`]);
  expect(await of(callerAt(path))).toEqual([`member.created ${member.id}`, `member.updated ${member.id}`]);
  await act.patch(member.id, 2, { visibility: "restricted" });
  await act.patch(member.id, 3, { jobTitle: "Kế toán" });
  await act.patch(member.id, 4, { visibility: "internal" });
  await room.tellAll();
  const told = (verbs: string[]) => verbs.map((verb) => `member.${verb} ${member.id}`);
  expect(await of(readOnly(path))).toEqual(told(["created", "updated", "deleted", "created"]));
  expect(await of(callerAt(path))).toEqual(told(["created", "updated", "updated", "updated", "updated"]));
});

test("A cell hung under another committee leaves the one feed and comes into the other", async () => {
  const one = await act.committee();
  const other = await act.committee();
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ 9", parentId: one.tenantId });
  await rehang(cell, 1, other.tenantId);
  await room.tellAll();
  const of = async (tenantId: { top: string; ministry: string; tenantId: string }) =>
    said(await room.feed(callerAt([tenantId.top, tenantId.ministry, tenantId.tenantId]))).filter((text) =>
      text.includes(cell),
    );
  expect(await of(one)).toEqual([`organisation.created ${cell}`, `organisation.deleted ${cell}`]);
  expect(await of(other)).toEqual([`organisation.created ${cell}`]);
  const root = said(await room.feed()).filter((text) => text.includes(cell));
  expect(root).toEqual([`organisation.created ${cell}`, `organisation.updated ${cell}`]);
});

test("A meeting takes the tombstones of its parts along, whoever deleted it", async () => {
  const { top, ministry, tenantId } = await act.committee();
  const meeting = await meetingIn(tenantId, { visibility: "restricted" });
  const attendees = { attendees: [{ guest: { fullName: "Khách" }, roles: ["guest"] }] };
  const added = await addAttendees(room.world.workAs(), meeting, validateInput(attendeesInput, attendees));
  const [attendee] = (added.record as { items: { id: string }[] }).items;
  const secretary = callerAt([top, ministry, tenantId]);
  await deleteMeeting(room.world.workAs(secretary), meeting, { precondition: { any: true }, dependents });
  await room.tellAll();
  const changes = (await room.feed(secretary)).filter(({ resource }) => [meeting, attendee?.id].includes(resource.id));
  expect(said(changes).sort()).toEqual(
    [
      `attendee.created ${attendee?.id}`,
      `attendee.deleted ${attendee?.id}`,
      `meeting.created ${meeting}`,
      `meeting.deleted ${meeting}`,
    ].sort(),
  );
  const deleted = changes.filter(({ type }) => type.endsWith("deleted"));
  expect(deleted.map(({ client }) => client)).toEqual([secretary.clientId, secretary.clientId]);
  expect(changes.find(({ type }) => type === "attendee.created")?.resource.href).toBe(
    `/v1/meetings/${meeting}/attendees/${attendee?.id}`,
  );
  // What is restricted stays so in the feed, its parts with it.
  const others = await room.feed(readOnly([top, ministry, tenantId]));
  expect(others.filter(({ resource }) => [meeting, attendee?.id].includes(resource.id))).toEqual([]);
});

test("What was there and is gone again, its committee too, before anybody was told, is told all the same", async () => {
  const { top, ministry } = await act.committee();
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ tạm", parentId: ministry });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ tạm", parentId: tenantId });
  const member = await act.create({ organisationId: cell, fullName: "Nguyễn Văn Tạm" });
  const meeting = await meetingIn(tenantId);
  await deleteMeeting(room.world.workAs(), meeting, { precondition: { any: true }, dependents });
  await deleteMember(room.world.workAs(), member.id, { any: true });
  await deleteOrganisation(room.world.workAs(), cell, { any: true });
  await deleteOrganisation(room.world.workAs(), tenantId, { any: true });
  await room.tellAll();
  const own = said(await room.feed(callerAt([top, ministry]))).filter((text) =>
    [tenantId, cell, member.id, meeting].some((id) => text.endsWith(id)),
  );
  expect(own).toEqual([
    `organisation.created ${tenantId}`,
    `organisation.created ${cell}`,
    `member.created ${member.id}`,
    `meeting.created ${meeting}`,
    `meeting.deleted ${meeting}`,
    `member.deleted ${member.id}`,
    `organisation.deleted ${cell}`,
    `organisation.deleted ${tenantId}`,
  ]);
});
