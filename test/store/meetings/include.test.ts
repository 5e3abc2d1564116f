import { awardInput } from "../../../lib/awards/schema.ts";
import { createAward } from "../../../lib/awards/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt, expectRejection, useWorld } from "../../support/world.ts";
import { announcePhotos, createMeetingFixtures } from "./meeting-fixtures.ts";

const world = useWorld();
const meetings = createMeetingFixtures(world);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await meetings.committee()).tenantId;
});

test("A response includes the requested parts of a meeting, each in its order, and has no version", async () => {
  const { id } = await meetings.createMeeting(tenantId);
  const attending = await meetings.addAttendees(id, { guest: { fullName: "B" } }, { guest: { fullName: "A" } });
  const agenda = await meetings.putAgenda(id, [
    { number: 2, title: "Hai" },
    { number: 1, title: "Một" },
  ]);
  const two = await meetings.addGuidance(id, 2);
  const one = await meetings.addGuidance(id, 1);
  const parts = await meetings.getWithParts(id, ["agenda", "attendees", "guidance", "documents", "votes", "article"]);
  expect(parts).toMatchObject({
    id,
    agenda: agenda.items,
    attendees: attending,
    guidance: [one, two],
    documents: [],
    votes: [],
    article: null,
  });
  expect(parts).not.toHaveProperty("more");
  expect(parts).not.toHaveProperty("awards");
  expect(await meetings.getWithParts(id, ["awards", "photos", "awards"])).toMatchObject({ awards: [], photos: [] });
  expect(await meetings.getWithParts(id, ["agenda"])).not.toHaveProperty("attendees");
});

test("A response includes up to 200 items of a part, and the path of the complete list", async () => {
  const { id } = await meetings.createMeeting(tenantId);
  const guests = Array.from({ length: 40 }, (_, i) => ({ guest: { fullName: `Khách ${i}` } }));
  for (let i = 0; i < 5; i++) await meetings.addAttendees(id, ...guests);
  expect(await meetings.getWithParts(id, ["attendees"])).not.toHaveProperty("more");
  await meetings.addAttendees(id, { guest: { fullName: "Khách cuối" } });
  const { attendees, more } = await meetings.getWithParts(id, ["attendees", "guidance"]);
  expect(attendees).toHaveLength(200);
  expect(attendees?.at(-1)).toMatchObject({ guest: { fullName: "Khách 39" } });
  expect(more).toEqual({ attendees: `/v1/meetings/${id}/attendees` });
});

test("A part with long texts is truncated before the response exceeds its size limit", async () => {
  const { id } = await meetings.createMeeting(tenantId);
  const text = "ệ".repeat(20_000);
  for (let number = 1; number <= 13; number++) await meetings.addGuidance(id, number, { text });
  const { guidance, more } = await meetings.getWithParts(id, ["guidance"]);
  expect(guidance?.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(more).toEqual({ guidance: `/v1/meetings/${id}/guidance` });
});

test("An absent meeting is not found with parts either", async () => {
  await expectRejection(meetings.getWithParts("0".repeat(36), ["attendees"]), "not-found");
});

describe("Awards and photos of a meeting", () => {
  const seenBy = async (id: string, caller: Caller) => {
    const { awards = [], photos = [] } = await meetings.getWithParts(id, ["awards", "photos"], caller);
    return [awards.map(({ title }) => title), photos.map(({ number }) => number)];
  };

  test("a response includes the awards (newest first) and photos (by number) that the caller sees", async () => {
    const units = await meetings.committee();
    const path = [units.top, units.ministry, units.tenantId];
    const { id } = await meetings.createMeeting(units.first);
    const [member] = await meetings.createOfficials(units.first, 1);
    const award = async (organisationId: string, fields: object) => {
      const input = { form: "commendation", year: 2023, meetingId: id, recipients: [{ memberId: member?.id }] };
      await createAward(world.contextAs(), validateInput(awardInput, { ...input, organisationId, ...fields }), "en");
    };
    await award(units.first, { title: "chi bộ" });
    await award(units.tenantId, { title: "đảng uỷ" });
    await award(units.ministry, { title: "cấp trên" });
    await award(units.first, { title: "kín", visibility: "restricted" });
    await announcePhotos(world, id, [{ number: 2 }, { number: 1 }, { number: 3, visibility: "restricted" }]);
    expect(await seenBy(id, callerAt([...path, units.first]))).toEqual([
      ["kín", "chi bộ"],
      [1, 2, 3],
    ]);
    expect(await seenBy(id, callerAt(path, ["dangbo/read"]))).toEqual([
      ["đảng uỷ", "chi bộ"],
      [1, 2],
    ]);
    expect((await seenBy(id, callerAt(path.slice(0, 2))))[0]).toEqual(["kín", "cấp trên", "đảng uỷ", "chi bộ"]);
  });
});
