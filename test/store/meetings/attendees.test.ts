import { addAttendees, attendees, membersMaximum } from "../../../lib/meetings/attendees.ts";
import { attendeesInput } from "../../../lib/meetings/part-schemas.ts";
import { listParts } from "../../../lib/meetings/parts.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { add } from "../../../lib/table/write.ts";
import { callerAt, expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createMeetingFixtures } from "./meeting-fixtures.ts";

const world = useWorld();
const meetings = createMeetingFixtures(world);
let units: Awaited<ReturnType<typeof meetings.committee>>;
let id: string;
beforeAll(async () => {
  units = await meetings.committee();
});
beforeEach(async () => {
  id = (await meetings.createMeeting(units.tenantId)).id;
});

const absent = "0".repeat(18);
const guest = { guest: { fullName: "Nguyễn Tuấn Linh" } };
const newMember = async () => (await meetings.createOfficials(units.first, 1))[0]?.id ?? "";
const firstOf = <T>([one]: readonly T[]): T => {
  if (!one) throw new Error("nothing there");
  return one;
};

describe("Attendees", () => {
  test("attendees are added all together, in the order given, and are present by default", async () => {
    const memberId = await newMember();
    const group = { group: { name: "Đảng viên", count: 60 }, presence: "excused", reason: "Công tác" };
    const items = await meetings.addAttendees(id, guest, { memberId, roles: ["host", "presenter"] }, group);
    expect(items.map(({ presence }) => presence)).toEqual(["present", "present", "excused"]);
    expect(items[1]).toMatchObject({ memberId, roles: ["host", "presenter"] });
    const page = await listParts(world.contextAs(), attendees, { meetingId: id, page: { limit: 2 } });
    expect(page.items).toEqual(items.slice(0, 2));
    const rest = await listParts(world.contextAs(), attendees, {
      meetingId: id,
      page: { limit: 2, after: page.next },
    });
    expect(rest).toEqual({ items: items.slice(2), next: undefined });
  });

  test("a request adds up to 45 members, or none where one of them already attends", async () => {
    const members = (await meetings.createOfficials(units.first, 45)).map((one) => ({ memberId: one.id }));
    const [first = { memberId: "" }, ...others] = members;
    const [there] = await meetings.addAttendees(id, first);
    const refused = meetings.addAttendees(id, ...members);
    await expectRejection(refused, "duplicate-attendee");
    await expect(refused).rejects.toMatchObject({
      details: { existing: { kind: "attendee", id: there?.id, href: `/v1/meetings/${id}/attendees/${there?.id}` } },
    });
    expect(await meetings.memberReferenceCount(others[0]?.memberId ?? "")).toBe(0);
    expect(await meetings.addAttendees(id, ...others)).toHaveLength(44);
    const elsewhere = await meetings.createMeeting(units.tenantId);
    expect(await meetings.addAttendees(elsewhere.id, ...members)).toHaveLength(45);
  });

  test("a member attends once when two requests add the same member concurrently", async () => {
    const memberId = await newMember();
    const both = await Promise.all([1, 2].map(() => rejectionOf(meetings.addAttendees(id, { memberId }))));
    expect(both.sort()).toEqual(["accepted", "duplicate-attendee"]);
    expect(await meetings.memberReferenceCount(memberId)).toBe(1);
  });

  test("a member of another subtree, an unknown one, or a duplicate is rejected", async () => {
    const memberId = await newMember();
    const other = await meetings.committee();
    const meeting = await meetings.createMeeting(other.tenantId);
    const here = world.contextAs(callerAt([other.top, other.ministry, other.tenantId]));
    await meetings.addAttendees(meeting.id, { memberId });
    const validation = validateInput(attendeesInput, { attendees: [{ memberId, roles: ["guest"] }] });
    await expectRejection(addAttendees(here, meeting.id, { validation }), "/attendees/0/memberId unknown-reference");
    await expectRejection(
      meetings.addAttendees(id, { memberId }, { memberId: absent + absent }, { memberId }),
      "/attendees/2/memberId duplicate",
      "/attendees/1/memberId unknown-reference",
    );
    expect(await meetings.memberReferenceCount(memberId)).toBe(1);
  });

  test("a member cannot be deleted while attending, and can attend again after being removed", async () => {
    const memberId = await newMember();
    const attendee = firstOf(await meetings.addAttendees(id, { memberId }));
    const remove = () => deleteMember(world.contextAs(), memberId, { any: true });
    await expectRejection(remove(), "in-use");
    await meetings.deleteAttendee(id, attendee.id);
    expect(await meetings.memberReferenceCount(memberId)).toBe(0);
    const again = firstOf(await meetings.addAttendees(id, { memberId }));
    await meetings.deleteAttendee(id, again.id);
    await remove();
  });

  test("roles, presence and reason of an attendee can change, the kind of attendee cannot", async () => {
    const attendee = firstOf(await meetings.addAttendees(id, { ...guest, roles: ["guest"] }));
    const patch = (version: number, change: object) => meetings.patchAttendee(id, attendee.id, version, change);
    const changed = await patch(1, { roles: ["chair", "superior"], presence: "absent", reason: "Ốm" });
    expect(changed).toMatchObject({ version: 2, record: { ...guest, roles: ["chair", "superior"], reason: "Ốm" } });
    expect(await patch(2, { reason: "Ốm", ...guest })).toMatchObject({ version: 2 });
    expect((await patch(2, { reason: null })).record).not.toHaveProperty("reason");
    await expectRejection(
      patch(3, { guest: { fullName: "" }, group: { name: "A" }, roles: ["chair", "chair"] }),
      "/guest/fullName too-short",
      "/roles/1 duplicate",
      "/group fixed",
    );
    await expectRejection(patch(3, { guest: null, group: { name: "A" } }), "/guest fixed", "/group fixed");
    await expectRejection(patch(1, { reason: "B" }), "stale");
  });

  test("the name of a guest and the count of a group can be corrected, another member cannot take a place", async () => {
    const [memberId, otherId] = [await newMember(), await newMember()];
    const group = { group: { name: "Đảng viên", count: 60 } };
    const [person, people, member] = await meetings.addAttendees(id, guest, group, { memberId });
    const patch = (attendee: { id: string } | undefined, change: object, version = 1) =>
      meetings.patchAttendee(id, attendee?.id ?? "", version, change);
    expect(await patch(person, { guest: { fullName: "Nguyễn Tuấn Linh", title: "Phó Bí thư" } })).toMatchObject({
      version: 2,
      record: { guest: { fullName: "Nguyễn Tuấn Linh", title: "Phó Bí thư" } },
    });
    expect((await patch(person, { guest: { title: null, fullName: "Nguyễn Tấn Linh" } }, 2)).record).toMatchObject({
      guest: { fullName: "Nguyễn Tấn Linh" },
    });
    expect((await patch(people, { group: { count: 61 } })).record).toMatchObject({
      group: { name: "Đảng viên", count: 61 },
    });
    expect((await patch(people, { group: { count: null } }, 2)).record).toMatchObject({ group: { name: "Đảng viên" } });
    await expectRejection(patch(member, { memberId: otherId }), "/memberId fixed");
    await expectRejection(patch(member, { memberId: null, ...guest }), "/memberId fixed", "/guest fixed");
  });

  test("a member attends neither before joining nor from the day of departing on", async () => {
    const joining = await meetings.create({ organisationId: units.first, fullName: "A", joinedOn: "2023-12-27" });
    const departing = await newMember();
    await meetings.history(departing, { kind: "departed", on: "2023-12-26" });
    await expectRejection(
      meetings.addAttendees(id, { memberId: joining.id }, { memberId: departing, presence: "absent" }),
      "/attendees/0/memberId not-a-member",
      "/attendees/1/memberId not-a-member",
    );
    const before = await meetings.createMeeting(units.tenantId, { startsOn: "2023-12-25" });
    await meetings.addAttendees(before.id, { memberId: departing });
  });

  test("a meeting with attending members moves only to a day on which all of them were members", async () => {
    const departing = await newMember();
    await meetings.history(departing, { kind: "departed", on: "2023-12-28" });
    await meetings.addAttendees(id, { memberId: departing }, { memberId: await newMember() }, guest);
    const move = (fields: object, version = 1) => meetings.patchMeeting(id, version, fields);
    await expectRejection(move({ startsOn: "2023-12-28" }), "/startsOn attendees-not-members");
    await expectRejection(
      move({ startsOn: null, startsAt: "2023-12-27T17:00:00Z" }),
      "/startsAt attendees-not-members",
    );
    await expect(move({ startsOn: "2023-12-27" })).resolves.toMatchObject({ version: 2 });
    await expect(move({ title: "Hội nghị" }, 2)).resolves.toMatchObject({ version: 3 });
  });

  test("an attendee who is added while the meeting moves to another day is a member on the new day as well", async () => {
    const departing = await newMember();
    await meetings.history(departing, { kind: "departed", on: "2023-12-28" });
    const both = await Promise.all([
      rejectionOf(meetings.patchMeeting(id, 1, { startsOn: "2023-12-28" })),
      rejectionOf(meetings.addAttendees(id, { memberId: departing })),
    ]);
    expect(both.filter((outcome) => outcome === "accepted")).toHaveLength(1);
  });

  test("faults of all attendees, and all faults of one, are reported at once", async () => {
    await expectRejection(
      meetings.addAttendees(
        id,
        { memberId: absent + absent, roles: ["chair", "chair"], presence: "there" },
        { guest: { fullName: "" } },
        { roles: [] },
      ),
      "/attendees/0/presence not-allowed",
      "/attendees/1/guest/fullName too-short",
      "/attendees/2/roles too-short",
      "/attendees/2 exactly-one",
      "/attendees/0/roles/1 duplicate",
      "/attendees/0/memberId unknown-reference",
    );
  });

  test("an attendee cannot be removed while a document, the agenda or guidance refers to them", async () => {
    const attendee = firstOf(await meetings.addAttendees(id, guest));
    const leave = (version: number) => rejectionOf(meetings.deleteAttendee(id, attendee.id, version));
    const document = await meetings.addDocument(id, { presenterId: attendee.id });
    const point = await meetings.addGuidance(id, 1, { attendeeId: attendee.id });
    await meetings.putAgenda(id, [{ number: 1, title: "A", presenterId: attendee.id }]);
    // A change of the attendee does not lose who names it.
    await meetings.patchAttendee(id, attendee.id, 1, { roles: ["chair"] });
    expect(await leave(1)).toBe("stale");
    await meetings.patchDocument(id, document.id, 1, { presenterId: null });
    await meetings.patchGuidance(id, point.id, 1, { attendeeId: null });
    expect(await leave(2)).toBe("in-use");
    await meetings.putAgenda(id, [{ number: 1, title: "A" }]);
    expect(await leave(2)).toBe("accepted");
    expect(await leave(2)).toBe("not-found");
  });

  test("a meeting has at most 5,000 members; one more is rejected and can attend as part of a group", async () => {
    const [one, two] = [await newMember(), await newMember()];
    const { table } = world.dependencies;
    await table.write([add(keys.attendance(id), { attending: membersMaximum - 1 })]);
    await expectRejection(meetings.addAttendees(id, { memberId: one }, { memberId: two }), "/attendees too-long");
    await meetings.addAttendees(id, { memberId: one });
    await expectRejection(meetings.addAttendees(id, { memberId: two }), "/attendees too-long");
    await meetings.addAttendees(id, { group: { name: "Đảng viên", count: 1 } });
  });
});
