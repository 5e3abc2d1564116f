import { dependents } from "../../../functions/meetings/dependents.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { attendeesInput } from "../../../lib/meetings/part-schemas.ts";
import { meetingInput } from "../../../lib/meetings/schema.ts";
import { createMeeting } from "../../../lib/meetings/writes.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { moveInput } from "../../../lib/organisations/schema.ts";
import { deleteOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt } from "../../support/world.ts";
import { summaries, useFeed } from "./feed-fixtures.ts";

const feed = useFeed();

const idIn = ({ record }: { record: object }) => (record as { id: string }).id;
const readOnly = (path: readonly string[]): Caller => callerAt(path, ["dangbo/read"]);
const meetingIn = async (organisationId: string, more: object = {}) => {
  const input = { organisationId, kind: "regular", title: "Họp", startsOn: "2024-01-10", ...more };
  return idIn(await createMeeting(feed.world.contextAs(), validateInput(meetingInput, input)));
};

test("A change is in the feed of every organisation above the record once, in order, and in no other feed", async () => {
  const { top, ministry, tenantId, department, first, second, inner } = await feed.act.committee();
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await feed.act.patch(member.id, 1, { jobTitle: "Kế toán" });
  const entry = await feed.act.history(member.id, { kind: "confirmed", on: "2023-05-19" });
  await deleteMember(feed.world.contextAs(), member.id, { versions: [3] });
  await feed.processAll();
  const ofMember = [
    `member.created ${member.id}`,
    `member.updated ${member.id}`,
    `member.updated ${member.id}`,
    `history-entry.created ${entry.id}`,
    `member.deleted ${member.id}`,
    `history-entry.deleted ${entry.id}`,
  ].sort();
  const readAt = async (path: string[]) => summaries(await feed.read(callerAt(path)));
  expect((await readAt([top, ministry, tenantId, first])).sort()).toEqual(
    [`organisation.created ${first}`, ...ofMember].sort(),
  );
  expect(await readAt([top, ministry, tenantId, second])).toEqual([`organisation.created ${second}`]);
  expect(await readAt([top, ministry, tenantId, department])).toEqual([
    `organisation.created ${department}`,
    `organisation.created ${inner}`,
  ]);
  const tenantIds = await readAt([top, ministry, tenantId]);
  expect(tenantIds.slice(0, 5)).toEqual(
    [tenantId, department, first, second, inner].map((id) => `organisation.created ${id}`),
  );
  expect(tenantIds).toHaveLength(11);
  expect(await readAt([top, ministry])).toEqual([`organisation.created ${ministry}`, ...tenantIds]);
  expect((await readAt([top])).slice(0, 2)).toEqual([
    `organisation.created ${top}`,
    `organisation.created ${ministry}`,
  ]);
  const all = await feed.read();
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(all.every(({ client }) => client === "admin")).toBe(true);
});

test("A record that becomes visible to a reader is created in that reader's feed, one that is hidden is deleted", async () => {
  const { top, ministry, tenantId, first, second } = await feed.act.committee();
  const member = await feed.act.create({ organisationId: first, fullName: "Trần Thị Cúc" });
  await feed.act.history(member.id, { kind: "transferred", on: "2023-05-19", organisationId: second });
  await feed.processAll();
  const of = async (caller: Caller) => summaries(await feed.read(caller)).filter((text) => text.includes(member.id));
  const path = [top, ministry, tenantId];
  expect(await of(callerAt([...path, first]))).toEqual([`member.created ${member.id}`, `member.deleted ${member.id}`]);
  expect(await of(callerAt([...path, second]))).toEqual([`member.created ${member.id}`]);
  expect(await of(callerAt(path))).toEqual([`member.created ${member.id}`, `member.updated ${member.id}`]);
  await feed.act.patch(member.id, 2, { visibility: "restricted" });
  await feed.act.patch(member.id, 3, { jobTitle: "Kế toán" });
  await feed.act.patch(member.id, 4, { visibility: "internal" });
  await feed.processAll();
  const published = (verbs: string[]) => verbs.map((verb) => `member.${verb} ${member.id}`);
  expect(await of(readOnly(path))).toEqual(published(["created", "updated", "deleted", "created"]));
  expect(await of(callerAt(path))).toEqual(published(["created", "updated", "updated", "updated", "updated"]));
});

test("A cell that gets another committee as parent is deleted in one feed and created in the other", async () => {
  const one = await feed.act.committee();
  const other = await feed.act.committee();
  const cell = await feed.act.organisation({ kind: "cell", name: "Chi bộ 9", parentId: one.tenantId });
  await feed.reparent(cell, other.tenantId);
  await feed.processAll();
  const of = async ({ top, ministry, tenantId }: typeof one) =>
    summaries(await feed.read(callerAt([top, ministry, tenantId]))).filter((text) => text.includes(cell));
  expect(await of(one)).toEqual([`organisation.created ${cell}`, `organisation.deleted ${cell}`]);
  expect(await of(other)).toEqual([`organisation.created ${cell}`]);
  const root = summaries(await feed.read()).filter((text) => text.includes(cell));
  expect(root).toEqual([`organisation.created ${cell}`, `organisation.updated ${cell}`]);
});

test("The feed contains the deletion of all parts of a deleted meeting, with the client that deleted it", async () => {
  const { top, ministry, tenantId } = await feed.act.committee();
  const meeting = await meetingIn(tenantId, { visibility: "restricted" });
  const attendees = { attendees: [{ guest: { fullName: "Khách" }, roles: ["guest"] }] };
  const added = await addAttendees(feed.world.contextAs(), meeting, {
    validation: validateInput(attendeesInput, attendees),
  });
  const [attendee] = (added.record as { items: { id: string }[] }).items;
  const secretary = callerAt([top, ministry, tenantId]);
  await deleteMeeting(feed.world.contextAs(secretary), meeting, { precondition: { any: true }, dependents });
  await feed.processAll();
  const changes = (await feed.read(secretary)).filter(({ resource }) => [meeting, attendee?.id].includes(resource.id));
  expect(summaries(changes).sort()).toEqual(
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
  // A restricted meeting and its parts are hidden in the feed as well.
  const others = await feed.read(readOnly([top, ministry, tenantId]));
  expect(others.filter(({ resource }) => [meeting, attendee?.id].includes(resource.id))).toEqual([]);
});

test("Records that were deleted with their committee before the stream was processed are published as created and deleted", async () => {
  const { top, ministry } = await feed.act.committee();
  const tenantId = await feed.act.organisation({
    kind: "grassroots-committee",
    name: "Đảng bộ tạm",
    parentId: ministry,
  });
  const cell = await feed.act.organisation({ kind: "cell", name: "Chi bộ tạm", parentId: tenantId });
  const member = await feed.act.create({ organisationId: cell, fullName: "Nguyễn Văn Tạm" });
  const meeting = await meetingIn(tenantId);
  await deleteMeeting(feed.world.contextAs(), meeting, { precondition: { any: true }, dependents });
  await deleteMember(feed.world.contextAs(), member.id, { any: true });
  await deleteOrganisation(feed.world.contextAs(), cell, { any: true });
  await deleteOrganisation(feed.world.contextAs(), tenantId, { any: true });
  await feed.processAll();
  const own = summaries(await feed.read(callerAt([top, ministry]))).filter((text) =>
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

const move = (id: string, parentId: string, on: string) =>
  moveOrganisation(feed.world.contextAs(), id, { validation: validateInput(moveInput, { parentId, on }) });

/** A committee, and another superior below the same top. */
const committees = async () => {
  const committee = await feed.act.committee();
  const input = { kind: "superior-committee", name: "Đảng bộ khác", parentId: committee.top };
  return { ...committee, other: await feed.act.organisation(input) };
};

test("A move is one change of the feed: an update, a creation or a deletion, depending on the reader", async () => {
  const { top, ministry, tenantId, first, other } = await committees();
  await feed.processAll();
  const readers = [[top], [top, ministry], [top, other], [top, ministry, tenantId], [top, ministry, tenantId, first]];
  const feeds = () => Promise.all(readers.map((path) => feed.read(callerAt(path))));
  const before = await feeds();
  await move(tenantId, other, "2023-06-01");
  await feed.processAll();
  const after = await feeds();
  const news = after.map((changes, i) => summaries(changes.slice(before[i]?.length ?? 0)));
  const [updated, deleted, created] = ["updated", "deleted", "created"].map((verb) => [
    `organisation.${verb} ${tenantId}`,
  ]);
  expect(news).toEqual([updated, deleted, created, updated, []]);
});

test("Changes below a moved organisation are published to its new superiors only", async () => {
  const { top, ministry, tenantId, first, other } = await committees();
  await move(tenantId, other, "2023-06-01");
  await feed.processAll();
  const member = await feed.act.create({ organisationId: first, fullName: "Lê Văn Bình" });
  await feed.processAll();
  const change = `member.created ${member.id}`;
  expect(summaries(await feed.read(callerAt([top, other])))).toContain(change);
  expect(summaries(await feed.read(callerAt([top, ministry])))).not.toContain(change);
});

test("A move of a past period is published as an update to current superiors only", async () => {
  const { top, ministry, tenantId, other } = await committees();
  await move(tenantId, other, "2020-01-01");
  await move(tenantId, ministry, "2021-01-01");
  await feed.processAll();
  const before = await feed.read(callerAt([top, other]));
  await move(tenantId, top, "2019-01-01");
  await feed.processAll();
  expect(await feed.read(callerAt([top, other]))).toEqual(before);
  expect(summaries(await feed.read(callerAt([top, ministry]))).at(-1)).toBe(`organisation.updated ${tenantId}`);
});
