import { getAgenda } from "../../../lib/meetings/agenda.ts";
import { attendees } from "../../../lib/meetings/attendees.ts";
import { documents } from "../../../lib/meetings/documents.ts";
import { guidancePoints } from "../../../lib/meetings/guidance.ts";
import { getPart, listParts } from "../../../lib/meetings/parts.ts";
import { callerAt, expectRejection, useWorld } from "../../support/world.ts";
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
const firstOf = <T>([one]: readonly T[]): T => {
  if (!one) throw new Error("nothing there");
  return one;
};
const newGuest = async () => firstOf(await meetings.addAttendees(id, guest)).id;

describe("The agenda", () => {
  test("the agenda is empty and has no version until it is set, then is sorted by number", async () => {
    const get = () => getAgenda(world.contextAs(), id);
    expect(await get()).toEqual({ record: { items: [] } });
    const presenterId = await newGuest();
    const agenda = await meetings.putAgenda(id, [
      { number: 2, title: "Thảo luận" },
      { number: 1, title: "Báo cáo", kind: "report", presenterId },
    ]);
    expect(agenda.items.map(({ title }) => title)).toEqual(["Báo cáo", "Thảo luận"]);
    expect(await get()).toEqual({ record: agenda, version: 1 });
    await meetings.putAgenda(id, agenda.items);
    expect((await get()).version).toBe(1);
    await meetings.putAgenda(id, [{ number: 1, title: "Khai mạc" }]);
    expect(await get()).toMatchObject({ version: 2, record: { items: [{ number: 1, title: "Khai mạc" }] } });
  });

  test("presenters of the agenda are attendees of the meeting, and numbers are unique", async () => {
    const elsewhere = await meetings.createMeeting(units.tenantId);
    const presenterId = firstOf(await meetings.addAttendees(elsewhere.id, guest)).id;
    const items = [
      { number: 1, title: "A", presenterId },
      { number: 1, title: "B" },
    ];
    await expectRejection(
      meetings.putAgenda(id, items),
      "/items/1/number duplicate",
      "/items/0/presenterId unknown-reference",
    );
    await meetings.putAgenda(elsewhere.id, items.slice(0, 1));
  });
});

describe("A document", () => {
  test("a document is created as a draft, its citation is parsed, and it can be updated and deleted", async () => {
    const document = await meetings.addDocument(id, { citation: "Nghị định 59/2023/NĐ-CP" });
    expect(document).toMatchObject({ status: "draft", citation: { kind: "decree", number: "59/2023/NĐ-CP" } });
    const findings = [{ kind: "result", text: "Tốt" }];
    const changed = await meetings.patchDocument(id, document.id, 1, { findings, citation: null });
    expect(changed).toMatchObject({ version: 2, record: { title: "Báo cáo", findings } });
    expect(changed.record).not.toHaveProperty("citation");
    expect(await getPart(world.contextAs(), documents, { meetingId: id, id: document.id })).toEqual(changed);
    await expectRejection(meetings.patchDocument(id, document.id, 1, { title: "B" }), "stale");
    await meetings.deleteDocument(id, document.id, 2);
    await expectRejection(getPart(world.contextAs(), documents, { meetingId: id, id: document.id }), "not-found");
  });

  test("the presenter of a document is an attendee of the meeting", async () => {
    const presenterId = await newGuest();
    const { id: documentId } = await meetings.addDocument(id, { presenterId });
    await expectRejection(
      meetings.addDocument(id, { presenterId: absent, kind: "poem" }),
      "/kind not-allowed",
      "/presenterId unknown-reference",
    );
    await expectRejection(
      meetings.patchDocument(id, documentId, 1, { presenterId: absent }),
      "/presenterId unknown-reference",
    );
    await expectRejection(meetings.deleteAttendee(id, presenterId), "in-use");
    await meetings.deleteDocument(id, documentId);
    await meetings.deleteAttendee(id, presenterId);
  });

  test("a document too large for an item is rejected when it is created or updated", async () => {
    const findings = Array.from({ length: 7 }, () => ({ kind: "result", text: "ệ".repeat(20_000) }));
    await expectRejection(meetings.addDocument(id, { findings }), " record-too-large");
    const { id: documentId } = await meetings.addDocument(id, { findings: findings.slice(1) });
    await expectRejection(meetings.patchDocument(id, documentId, 1, { findings }), " record-too-large");
  });
});

describe("Guidance", () => {
  test("guidance is listed by number, then by entry, also after a number has changed", async () => {
    const attendeeId = await newGuest();
    const references = ["Nghị quyết số 35-NQ/TW của Bộ Chính trị"];
    await meetings.addGuidance(id, 10, { attendeeId, references });
    const two = await meetings.addGuidance(id, 2);
    await meetings.addGuidance(id, 2, { text: "Điểm 2 nữa" });
    const texts = async () =>
      (await listParts(world.contextAs(), guidancePoints, { meetingId: id, page: { limit: 50 } })).items.map(
        ({ text }) => text,
      );
    expect(await texts()).toEqual(["Điểm 2", "Điểm 2 nữa", "Điểm 10"]);
    await meetings.patchGuidance(id, two.id, 1, { number: 11 });
    expect(await texts()).toEqual(["Điểm 2 nữa", "Điểm 10", "Điểm 2"]);
    await meetings.deleteGuidance(id, two.id, 2);
    expect(await texts()).toEqual(["Điểm 2 nữa", "Điểm 10"]);
    await expectRejection(meetings.deleteAttendee(id, attendeeId), "in-use");
  });

  test("guidance refers to an attendee, and its references are parsed", async () => {
    const point = await meetings.addGuidance(id, 1, { references: ["Nghị quyết số 35-NQ/TW của Bộ Chính trị"] });
    expect(point.references).toEqual([
      {
        text: "Nghị quyết số 35-NQ/TW của Bộ Chính trị",
        kind: "resolution",
        number: "35-NQ/TW",
        issuer: "Bộ Chính trị",
      },
    ]);
    await expectRejection(
      meetings.addGuidance(id, 0, { attendeeId: absent }),
      "/number too-small",
      "/attendeeId unknown-reference",
    );
    await expectRejection(
      meetings.patchGuidance(id, point.id, 1, { attendeeId: absent }),
      "/attendeeId unknown-reference",
    );
  });
});

test("Parts of a meeting that the caller does not see are not found", async () => {
  const hidden = await meetings.createMeeting(units.tenantId, { visibility: "restricted" });
  const attendeeId = firstOf(await meetings.addAttendees(hidden.id, guest)).id;
  const path = [units.top, units.ministry, units.tenantId];
  const clerk = callerAt(path, ["dangbo/read", "dangbo/write"]);
  for (const caller of [clerk, callerAt([...path, units.first])]) {
    const context = world.contextAs(caller);
    await expectRejection(getPart(context, attendees, { meetingId: hidden.id, id: attendeeId }), "not-found");
    await expectRejection(listParts(context, attendees, { meetingId: hidden.id, page: { limit: 50 } }), "not-found");
    await expectRejection(getAgenda(context, hidden.id), "not-found");
  }
  await getPart(world.contextAs(), attendees, { meetingId: hidden.id, id: attendeeId });
});
