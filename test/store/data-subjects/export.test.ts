import { keys } from "../../../lib/table/keys.ts";
import { callerAt, rejectionOf } from "../../support/world.ts";
import { mark, type Registry, startRegistry } from "./registry.ts";

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

const settle = async () => {
  const units = await registry.room.committee();
  const id = await registry.member({ organisationId: units.first, fullName: "Nguyễn Thị An", confirmed: true });
  const { id: meetingId } = await registry.room.createMeeting(units.tenantId);
  return { units, id, meetingId };
};

test("An export holds what is kept of one person wherever it stands, and of nobody else", async () => {
  const { units, id, meetingId } = await settle();
  const other = await registry.member({ organisationId: units.first, fullName: "Trần Văn Bình" });
  const [reason, absence, exclusion] = [mark(), mark(), mark()];
  await registry.tell(id, { kind: "suspended", on: "2023-05-01", reason });
  const [attendeeId = ""] = await registry.attend(meetingId, [
    { memberId: id, roles: ["chair"], presence: "excused", reason: absence },
    { memberId: other, roles: ["participant"], reason: "việc riêng" },
  ]);
  const above = await registry.room.createMeeting(units.top);
  await registry.attend(above.id, [{ memberId: id, roles: ["guest"] }]);
  const voteId = await registry.vote(meetingId, [
    { memberId: id, reason: exclusion },
    { memberId: other, reason: "việc riêng" },
  ]);
  const named = await registry.photo(meetingId, [{ memberId: id }], "Chủ trì");
  const attending = await registry.photo(meetingId, [{ attendeeId }], "Toàn cảnh");
  await registry.photo(meetingId, [{ memberId: other }], "Đồng chí khác");
  await registry.news.tellAll();
  const exported = await registry.exported(id);
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
    "history-entry.created by admin",
    "member.created by admin",
    "member.updated by admin",
  ]);
  expect(JSON.stringify(exported)).not.toContain("Trần Văn Bình");
});

test("An export is noted before it is answered, with who asked", async () => {
  const { units, id } = await settle();
  const caller = callerAt([units.top, units.ministry, units.tenantId]);
  await registry.exported(id, caller);
  const { pk, sk } = keys.memberExport(id, "");
  const { items } = await registry.world.dependencies.table.query({ partition: pk, prefix: sk });
  expect(items).toMatchObject([{ by: caller.clientId, at: expect.any(String), expiresAt: expect.any(Number) }]);
});

test("Who does not see the member gets no export", async () => {
  const { id } = await settle();
  const { top, ministry, tenantId } = await registry.room.committee();
  expect(await rejectionOf(registry.exported(id, callerAt([top, ministry, tenantId])))).toBe("not-found");
});

test("What one answer cannot hold is refused, and not noted", async () => {
  const { id } = await settle();
  const reason = "x".repeat(20_000);
  for (let i = 0; i < 230; i++) await registry.tell(id, { kind: "suspended", on: "2023-05-01", reason });
  expect(await rejectionOf(registry.exported(id))).toBe("export-too-large");
  const { pk, sk } = keys.memberExport(id, "");
  expect((await registry.world.dependencies.table.query({ partition: pk, prefix: sk })).items).toEqual([]);
}, 60_000);
