import { getAgenda, putAgenda } from "../../../lib/meetings/agenda.ts";
import { agendaInput } from "../../../lib/meetings/agenda-schema.ts";
import { attendeesInput } from "../../../lib/meetings/attendee-schema.ts";
import { addAttendees } from "../../../lib/meetings/attendees.ts";
import { attendees, documents, getPart, guidancePoints, listParts } from "../../../lib/meetings/parts.ts";
import { deleteMember } from "../../../lib/members/write.ts";
import { draftOf } from "../../../lib/shared/draft.ts";
import { callerAt, startWorld, type World } from "../../support/world.ts";
import { refusalOf } from "../members/committee.ts";
import { meetingRoom } from "./room.ts";

let world: World;
let room: ReturnType<typeof meetingRoom>;
let units: Awaited<ReturnType<typeof room.committee>>;
let id: string;
beforeAll(async () => {
  world = await startWorld();
  room = meetingRoom(world);
  units = await room.committee();
});
beforeEach(async () => {
  id = (await room.create(units.home)).id;
});
afterAll(() => world.close());

const absent = "0".repeat(18);
const guest = { guest: { fullName: "Nguyễn Tuấn Linh" } };
const newMember = async () => (await room.officials(units.first, 1))[0]?.id ?? "";
const firstOf = <T>([one]: readonly T[]): T => {
  if (!one) throw new Error("nothing there");
  return one;
};
const newGuest = async () => firstOf(await room.attend(id, guest)).id;

describe("Attendees", () => {
  test("are added all together, in the order given, present unless said", async () => {
    const memberId = await newMember();
    const group = { group: { name: "Đảng viên", count: 60 }, presence: "excused", reason: "Công tác" };
    const items = await room.attend(id, guest, { memberId, roles: ["host", "presenter"] }, group);
    expect(items.map(({ presence }) => presence)).toEqual(["present", "present", "excused"]);
    expect(items[1]).toMatchObject({ memberId, roles: ["host", "presenter"] });
    const page = await listParts(world.workAs(), attendees, id, { limit: 2 });
    expect(page.items).toEqual(items.slice(0, 2));
    const rest = await listParts(world.workAs(), attendees, id, { limit: 2, after: page.next });
    expect(rest).toEqual({ items: items.slice(2), next: undefined });
  });

  test("are 45 members in one request, or none where one of them is there already", async () => {
    const members = (await room.officials(units.first, 45)).map((one) => ({ memberId: one.id }));
    const [first = { memberId: "" }, ...others] = members;
    const [there] = await room.attend(id, first);
    const refused = room.attend(id, ...members);
    expect(await refusalOf(refused)).toBe("duplicate-attendee");
    await expect(refused).rejects.toMatchObject({
      details: { existing: { kind: "attendee", id: there?.id, href: `/v1/meetings/${id}/attendees/${there?.id}` } },
    });
    expect(await room.namesOf(others[0]?.memberId ?? "")).toBe(0);
    expect(await room.attend(id, ...others)).toHaveLength(44);
    const elsewhere = await room.create(units.home);
    expect(await room.attend(elsewhere.id, ...members)).toHaveLength(45);
  });

  test("come once when two requests bring the same member at the same moment", async () => {
    const memberId = await newMember();
    const both = await Promise.all([1, 2].map(() => refusalOf(room.attend(id, { memberId }))));
    expect(both.sort()).toEqual(["accepted", "duplicate-attendee"]);
    expect(await room.namesOf(memberId)).toBe(1);
  });

  test("are known people: a member of another subtree, an unknown one, or one twice is refused", async () => {
    const memberId = await newMember();
    const other = await room.committee();
    const meeting = await room.create(other.home);
    const here = world.workAs(callerAt([other.top, other.ministry, other.home]));
    expect(await refusalOf(room.attend(meeting.id, { memberId }))).toBe("accepted");
    const draft = draftOf(attendeesInput, { attendees: [{ memberId, roles: ["guest"] }] });
    expect(await refusalOf(addAttendees(here, meeting.id, draft))).toEqual(["/attendees/0/memberId unknown-reference"]);
    expect(await refusalOf(room.attend(id, { memberId }, { memberId: absent + absent }, { memberId }))).toEqual([
      "/attendees/2/memberId duplicate",
      "/attendees/1/memberId unknown-reference",
    ]);
    expect(await room.namesOf(memberId)).toBe(1);
  });

  test("keep a member from being deleted until they are removed, and may come again", async () => {
    const memberId = await newMember();
    const attendee = firstOf(await room.attend(id, { memberId }));
    const remove = () => deleteMember(world.workAs(), memberId, { any: true });
    expect(await refusalOf(remove())).toBe("in-use");
    await room.leave(id, attendee.id);
    expect(await room.namesOf(memberId)).toBe(0);
    const again = firstOf(await room.attend(id, { memberId }));
    await room.leave(id, again.id);
    expect(await refusalOf(remove())).toBe("accepted");
  });

  test("change what they do and whether they came, not who they are", async () => {
    const attendee = firstOf(await room.attend(id, { ...guest, roles: ["guest"] }));
    const patch = (version: number, change: object) => room.patchAttendee(id, attendee.id, version, change);
    const changed = await patch(1, { roles: ["chair", "superior"], presence: "absent", reason: "Ốm" });
    expect(changed).toMatchObject({ version: 2, record: { ...guest, roles: ["chair", "superior"], reason: "Ốm" } });
    expect(await patch(2, { reason: "Ốm", ...guest })).toMatchObject({ version: 2 });
    expect((await patch(2, { reason: null })).record).not.toHaveProperty("reason");
    expect(await refusalOf(patch(3, { guest: { fullName: "B" }, roles: ["chair", "chair"] }))).toEqual([
      "/roles/1 duplicate",
      "/guest fixed",
    ]);
    expect(await refusalOf(patch(3, { guest: null, group: { name: "A" } }))).toEqual(["/guest fixed", "/group fixed"]);
    expect(await refusalOf(patch(1, { reason: "B" }))).toBe("stale");
  });

  test("stay as long as a document, the agenda or guidance names them", async () => {
    const attendee = firstOf(await room.attend(id, guest));
    const leave = (version: number) => refusalOf(room.leave(id, attendee.id, version));
    const document = await room.write(id, { presenterId: attendee.id });
    const point = await room.guide(id, 1, { attendeeId: attendee.id });
    await room.setAgenda(id, [{ number: 1, title: "A", presenterId: attendee.id }]);
    // A change of the attendee does not lose who names it.
    await room.patchAttendee(id, attendee.id, 1, { roles: ["chair"] });
    expect(await leave(1)).toBe("stale");
    await room.rewrite(id, document.id, 1, { presenterId: null });
    await room.reguide(id, point.id, 1, { attendeeId: null });
    expect(await leave(2)).toBe("in-use");
    await room.setAgenda(id, [{ number: 1, title: "A" }]);
    expect(await leave(2)).toBe("accepted");
    expect(await leave(2)).toBe("not-found");
  });
});

describe("The agenda", () => {
  test("is empty and without a version until it is set, then whole and in the order of its numbers", async () => {
    const get = () => getAgenda(world.workAs(), id);
    expect(await get()).toEqual({ record: { items: [] } });
    const presenterId = await newGuest();
    const agenda = await room.setAgenda(id, [
      { number: 2, title: "Thảo luận" },
      { number: 1, title: "Báo cáo", kind: "report", presenterId },
    ]);
    expect(agenda.items.map(({ title }) => title)).toEqual(["Báo cáo", "Thảo luận"]);
    expect(await get()).toEqual({ record: agenda, version: 1 });
    await room.setAgenda(id, agenda.items);
    expect((await get()).version).toBe(1);
    await room.setAgenda(id, [{ number: 1, title: "Khai mạc" }]);
    expect(await get()).toMatchObject({ version: 2, record: { items: [{ number: 1, title: "Khai mạc" }] } });
  });

  test("names attendees of this meeting, and each number once", async () => {
    const elsewhere = await room.create(units.home);
    const presenterId = firstOf(await room.attend(elsewhere.id, guest)).id;
    const items = [
      { number: 1, title: "A", presenterId },
      { number: 1, title: "B" },
    ];
    expect(await refusalOf(room.setAgenda(id, items))).toEqual([
      "/items/1/number duplicate",
      "/items/0/presenterId unknown-reference",
    ]);
    expect(await refusalOf(room.setAgenda(elsewhere.id, items.slice(0, 1)))).toBe("accepted");
  });

  test("is replaced at the version that was seen, where one was", async () => {
    const put = (version: number, title: string) =>
      refusalOf(
        putAgenda(world.workAs(), id, { versions: [version] }, draftOf(agendaInput, { items: [{ number: 1, title }] })),
      );
    expect(await put(1, "A")).toBe("stale");
    await room.setAgenda(id, []);
    expect(await put(1, "A")).toBe("accepted");
    expect(await put(1, "B")).toBe("stale");
  });
});

describe("A document", () => {
  test("is a draft with its citation read out, and changes", async () => {
    const document = await room.write(id, { citation: "Nghị định 59/2023/NĐ-CP" });
    expect(document).toMatchObject({ status: "draft", citation: { kind: "decree", number: "59/2023/NĐ-CP" } });
    const findings = [{ kind: "result", text: "Tốt" }];
    const changed = await room.rewrite(id, document.id, 1, { findings, citation: null });
    expect(changed).toMatchObject({ version: 2, record: { title: "Báo cáo", findings } });
    expect(changed.record).not.toHaveProperty("citation");
    expect(await getPart(world.workAs(), documents, id, document.id)).toEqual(changed);
    expect(await refusalOf(room.rewrite(id, document.id, 1, { title: "B" }))).toBe("stale");
    expect(await refusalOf(room.discard(id, document.id, 2))).toBe("accepted");
    expect(await refusalOf(getPart(world.workAs(), documents, id, document.id))).toBe("not-found");
  });

  test("is presented by an attendee of the meeting", async () => {
    const presenterId = await newGuest();
    const { id: documentId } = await room.write(id, { presenterId });
    expect(await refusalOf(room.write(id, { presenterId: absent, kind: "poem" }))).toEqual([
      "/kind not-allowed",
      "/presenterId unknown-reference",
    ]);
    expect(await refusalOf(room.rewrite(id, documentId, 1, { presenterId: absent }))).toEqual([
      "/presenterId unknown-reference",
    ]);
    expect(await refusalOf(room.leave(id, presenterId))).toBe("in-use");
    await room.discard(id, documentId);
    expect(await refusalOf(room.leave(id, presenterId))).toBe("accepted");
  });

  test("too large for an item is refused before it is written, made or changed", async () => {
    const findings = Array.from({ length: 7 }, () => ({ kind: "result", text: "ệ".repeat(20_000) }));
    expect(await refusalOf(room.write(id, { findings }))).toEqual([" record-too-large"]);
    const { id: documentId } = await room.write(id, { findings: findings.slice(1) });
    expect(await refusalOf(room.rewrite(id, documentId, 1, { findings }))).toEqual([" record-too-large"]);
  });
});

describe("Guidance", () => {
  test("is listed by number, then by entry, also after a number has changed", async () => {
    const attendeeId = await newGuest();
    const references = ["Nghị quyết số 35-NQ/TW của Bộ Chính trị"];
    await room.guide(id, 10, { attendeeId, references });
    const two = await room.guide(id, 2);
    await room.guide(id, 2, { text: "Điểm 2 nữa" });
    const texts = async () =>
      (await listParts(world.workAs(), guidancePoints, id, { limit: 50 })).items.map(({ text }) => text);
    expect(await texts()).toEqual(["Điểm 2", "Điểm 2 nữa", "Điểm 10"]);
    await room.reguide(id, two.id, 1, { number: 11 });
    expect(await texts()).toEqual(["Điểm 2 nữa", "Điểm 10", "Điểm 2"]);
    await room.unguide(id, two.id, 2);
    expect(await texts()).toEqual(["Điểm 2 nữa", "Điểm 10"]);
    expect(await refusalOf(room.leave(id, attendeeId))).toBe("in-use");
  });

  test("names who gave it, and completes its references", async () => {
    const point = await room.guide(id, 1, { references: ["Nghị quyết số 35-NQ/TW của Bộ Chính trị"] });
    expect(point.references).toEqual([
      {
        text: "Nghị quyết số 35-NQ/TW của Bộ Chính trị",
        kind: "resolution",
        number: "35-NQ/TW",
        issuer: "Bộ Chính trị",
      },
    ]);
    expect(await refusalOf(room.guide(id, 0, { attendeeId: absent }))).toEqual([
      "/number too-small",
      "/attendeeId unknown-reference",
    ]);
    expect(await refusalOf(room.reguide(id, point.id, 1, { attendeeId: absent }))).toEqual([
      "/attendeeId unknown-reference",
    ]);
  });
});

test("Parts of a meeting the caller does not see are not there", async () => {
  const hidden = await room.create(units.home, { visibility: "restricted" });
  const attendeeId = firstOf(await room.attend(hidden.id, guest)).id;
  const path = [units.top, units.ministry, units.home];
  const clerk = callerAt(path, ["dangbo/read", "dangbo/write"]);
  for (const caller of [clerk, callerAt([...path, units.first])]) {
    const work = world.workAs(caller);
    expect(await refusalOf(getPart(work, attendees, hidden.id, attendeeId))).toBe("not-found");
    expect(await refusalOf(listParts(work, attendees, hidden.id, { limit: 50 }))).toBe("not-found");
    expect(await refusalOf(getAgenda(work, hidden.id))).toBe("not-found");
  }
  expect(await refusalOf(getPart(world.workAs(), attendees, hidden.id, attendeeId))).toBe("accepted");
});
