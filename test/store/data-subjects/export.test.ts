import { keys } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection } from "../../support/world.ts";
import { uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

const prepare = async () => {
  const units = await persons.meetings.committee();
  const id = await persons.createMember({ organisationId: units.first, fullName: "Nguyễn Thị An", confirmed: true });
  const { id: meetingId } = await persons.meetings.createMeeting(units.tenantId);
  return { units, id, meetingId };
};

test("An export contains all data of one person and none of others", async () => {
  const { units, id, meetingId } = await prepare();
  const other = await persons.createMember({ organisationId: units.first, fullName: "Trần Văn Bình" });
  const [reason, absence, exclusion] = [uniqueText(), uniqueText(), uniqueText()];
  await persons.addEntry(id, { kind: "suspended", on: "2023-05-01", reason });
  const [attendeeId = ""] = await persons.addAttendees(meetingId, [
    { memberId: id, roles: ["chair"], presence: "excused", reason: absence },
    { memberId: other, roles: ["participant"], reason: "việc riêng" },
  ]);
  const above = await persons.meetings.createMeeting(units.top);
  await persons.addAttendees(above.id, [{ memberId: id, roles: ["guest"] }]);
  const voteId = await persons.addVote(meetingId, [
    { memberId: id, reason: exclusion },
    { memberId: other, reason: "việc riêng" },
  ]);
  const named = await persons.announcePhoto(meetingId, [{ memberId: id }], "Chủ trì");
  const attending = await persons.announcePhoto(meetingId, [{ attendeeId }], "Toàn cảnh");
  await persons.announcePhoto(meetingId, [{ memberId: other }], "Đồng chí khác");
  await persons.feed.processAll();
  const exported = await persons.exportOf(id);
  const meeting = { id: meetingId, title: "Sinh hoạt chi bộ", date: "2023-12-26" };
  expect(exported).toMatchObject({
    member: { id, fullName: "Nguyễn Thị An", standing: "official" },
    history: [{ kind: "suspended", reason }],
    exclusions: [{ voteId, reason: exclusion, meeting }],
    exportedAt: expect.any(String),
  });
  expect(exported.attendances.map((one) => [one.meeting?.id, one.reason]).sort()).toEqual(
    [
      [meetingId, absence],
      [above.id, undefined],
    ].sort(),
  );
  expect(exported.photos.map((photo) => photo.id).sort()).toEqual([named, attending].sort());
  expect(exported.changes.map(({ type, client }) => `${type} by ${client}`).sort()).toEqual([
    "attendee.created by admin",
    "attendee.created by admin",
    "history-entry.created by admin",
    "member.created by admin",
    "member.updated by admin",
    "photo.created by admin",
    "photo.created by admin",
    "vote.created by admin",
  ]);
  for (const text of ["Trần Văn Bình", other, "việc riêng"]) expect(JSON.stringify(exported)).not.toContain(text);
});

test("An export is noted with the client that requested it", async () => {
  const { units, id } = await prepare();
  const caller = callerAt([units.top, units.ministry, units.tenantId]);
  await persons.exportOf(id, caller);
  const { pk, sk } = keys.memberExport(id, "");
  const { items } = await persons.world.dependencies.table.query({ partition: pk, prefix: sk });
  expect(items).toMatchObject([{ by: caller.clientId, at: expect.any(String), expiresAt: expect.any(Number) }]);
});

test("A caller who does not see the member gets 404 instead of an export", async () => {
  const { id } = await prepare();
  const { top, ministry, tenantId } = await persons.meetings.committee();
  await expectRejection(persons.exportOf(id, callerAt([top, ministry, tenantId])), "not-found");
});

test("An export that is too large for one response is rejected and not noted", async () => {
  const { id } = await prepare();
  const reason = "x".repeat(20_000);
  for (let i = 0; i < 230; i++) await persons.addEntry(id, { kind: "suspended", on: "2023-05-01", reason });
  await expectRejection(persons.exportOf(id), "export-too-large");
  const { pk, sk } = keys.memberExport(id, "");
  expect((await persons.world.dependencies.table.query({ partition: pk, prefix: sk })).items).toEqual([]);
});
