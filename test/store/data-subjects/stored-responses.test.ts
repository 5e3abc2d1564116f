import { uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

const prepare = async () => {
  const { tenantId, first: organisationId } = await persons.meetings.committee();
  const memberId = await persons.createMember({ organisationId, fullName: "Lê Văn Bình", confirmed: true });
  const { id: meetingId } = await persons.meetings.createMeeting(tenantId);
  return { organisationId, memberId, meetingId, text: uniqueText() };
};

/** Keys of the stored responses that contain a text. */
const responsesWith = async (text: string) =>
  (await persons.keysContaining(text)).filter((key) => key.startsWith("ONCE#"));

/** Updates a record and erases the person, whose text the stored response to its creation contains. */
const expectRedacted = async (text: string, memberId: string, patch: () => Promise<unknown>) => {
  expect(await responsesWith(text)).toHaveLength(1);
  await patch();
  await persons.erase(memberId);
  expect(await persons.keysContaining(text)).toEqual([]);
};

test("Erasure redacts the response with the first reason of an updated attendee", async () => {
  const { memberId, meetingId, text } = await prepare();
  const attendee = { memberId, roles: ["guest"], presence: "excused", reason: text };
  const [id = ""] = await persons.addAttendees(meetingId, [attendee]);
  await expectRedacted(text, memberId, () => persons.meetings.patchAttendee(meetingId, id, 1, { reason: "ốm" }));
});

test("Erasure redacts the response with the first caption of an updated photo", async () => {
  const { memberId, meetingId, text } = await prepare();
  const id = await persons.announcePhoto(meetingId, [{ memberId }], text);
  await expectRedacted(text, memberId, () => persons.photos.patchPhoto(id, 1, { caption: "Toàn cảnh" }));
});

test("Erasure redacts the response with the first name of an updated member", async () => {
  const { organisationId, text } = await prepare();
  const id = await persons.createMember({ organisationId, fullName: text });
  await expectRedacted(text, id, () => persons.meetings.patch(id, 1, { fullName: "Trần An" }));
});

test("One response that describes two people is redacted for each of them", async () => {
  const { organisationId, memberId, meetingId, text } = await prepare();
  const other = await persons.createMember({ organisationId, fullName: "An", confirmed: true });
  const otherText = uniqueText();
  const attending = (id: string, reason: string) => ({ memberId: id, roles: ["guest"], presence: "excused", reason });
  await persons.addAttendees(meetingId, [attending(memberId, text), attending(other, otherText)]);
  await persons.erase(memberId);
  expect([await responsesWith(text), await responsesWith(otherText)]).toEqual([[], [expect.any(String)]]);
  await persons.erase(other);
  expect(await persons.keysContaining(otherText)).toEqual([]);
});
