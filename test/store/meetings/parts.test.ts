import { getAgenda } from "../../../lib/meetings/agenda.ts";
import { attendees } from "../../../lib/meetings/attendees.ts";
import { documents } from "../../../lib/meetings/documents.ts";
import { guidancePoints } from "../../../lib/meetings/guidance.ts";
import { guidanceInput } from "../../../lib/meetings/part-schemas.ts";
import { addPart, getPart, listParts } from "../../../lib/meetings/parts.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt, expectRejection, useWorld } from "../../support/world.ts";
import { announcePhotos, createMeetingFixtures } from "./meeting-fixtures.ts";

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

test("A part is added at the version of the meeting that the caller names", async () => {
  const input = { number: 1, text: "Điểm 1" };
  const add = (version: number) =>
    addPart(world.contextAs(), guidancePoints, {
      meetingId: id,
      precondition: { versions: [version] },
      validation: validateInput(guidanceInput, input),
    });
  await meetings.patchMeeting(id, 1, { title: "Hội nghị" });
  await expectRejection(add(1), "stale");
  await add(2);
});

test("Faults of all agenda items, and all faults of one, are reported at once", async () => {
  await expectRejection(
    meetings.putAgenda(id, [
      { number: 1, title: "A" },
      { number: 1, title: "", presenterId: absent },
      { number: 0, title: "C", presenterId: absent },
    ]),
    "/items/1/title too-short",
    "/items/2/number too-small",
    "/items/1/number duplicate",
    "/items/1/presenterId unknown-reference",
    "/items/2/presenterId unknown-reference",
  );
});

test("A guest whom other records name is not removed; the problem names their kinds and numbers", async () => {
  const attendeeId = await newGuest();
  const adopted = await meetings.addDocument(id, { presenterId: attendeeId });
  const draft = await meetings.addDocument(id, { presenterId: attendeeId });
  await meetings.addVote(id, { for: 2, documentId: adopted.id, base: { count: 2 } });
  await meetings.putAgenda(id, [{ number: 1, title: "A", presenterId: attendeeId }]);
  const point = await meetings.addGuidance(id, 1, { attendeeId });
  await announcePhotos(world, id, [{ peopleShown: [{ attendeeId }] }]);
  const refused = meetings.deleteAttendee(id, attendeeId);
  await expectRejection(refused, "in-use");
  await expect(refused).rejects.toMatchObject({
    details: {
      dependents: [
        { kind: "agenda", count: 1 },
        { kind: "document", count: 2 },
        { kind: "guidance", count: 1 },
        { kind: "photo", count: 1 },
      ],
    },
  });
  await meetings.deleteGuidance(id, point.id);
  await meetings.patchDocument(id, draft.id, 1, { presenterId: null });
  await expect(meetings.deleteAttendee(id, attendeeId)).rejects.toMatchObject({
    details: {
      dependents: [
        { kind: "agenda", count: 1 },
        { kind: "document", count: 1 },
        { kind: "photo", count: 1 },
      ],
    },
  });
  const corrected = { guest: { fullName: "Nguyễn Tấn Linh" } };
  await expect(meetings.patchAttendee(id, attendeeId, 1, corrected)).resolves.toMatchObject({ record: corrected });
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
