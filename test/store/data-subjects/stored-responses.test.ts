import { keys } from "../../../lib/table/keys.ts";
import type { Key } from "../../../lib/table/write.ts";
import { uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

const prepare = async () => {
  const { tenantId, first: organisationId } = await persons.meetings.committee();
  const memberId = await persons.createMember({ organisationId, fullName: "Lê Văn Bình", confirmed: true });
  const { id: meetingId } = await persons.meetings.createMeeting(tenantId);
  return { organisationId, memberId, meetingId, text: uniqueText() };
};

/** The key of the stored response that an item refers to. */
const linkOf = async (key: Key) => (await persons.world.dependencies.table.get(key))?.idempotencyPk;

/** Updates a record, which must keep its link, and erases the person, whose text the first response contains. */
const expectRedacted = async (
  key: Key,
  memberId: string,
  { text, patch }: { text: string; patch: () => Promise<unknown> },
) => {
  const link = await linkOf(key);
  expect(link).toMatch(/^ONCE#/);
  await patch();
  expect(await linkOf(key)).toBe(link);
  await persons.erase(memberId);
  expect(await persons.keysContaining(text)).toEqual([]);
};

test("An updated attendee keeps the link by which erasure redacts the response with the first reason", async () => {
  const { memberId, meetingId, text } = await prepare();
  const attendee = { memberId, roles: ["guest"], presence: "excused", reason: text };
  const [id = ""] = await persons.addAttendees(meetingId, [attendee]);
  const patch = () => persons.meetings.patchAttendee(meetingId, id, 1, { reason: "ốm" });
  await expectRedacted(keys.attendee(meetingId, id), memberId, { text, patch });
});

test("An updated photo keeps the link by which erasure redacts the response with the first caption", async () => {
  const { memberId, meetingId, text } = await prepare();
  const id = await persons.announcePhoto(meetingId, [{ memberId }], text);
  const patch = () => persons.photos.patchPhoto(id, 1, { caption: "Toàn cảnh" });
  await expectRedacted(keys.photo(meetingId, id), memberId, { text, patch });
});

test("An updated member keeps the link by which erasure redacts the response with the first name", async () => {
  const { organisationId, text } = await prepare();
  const id = await persons.createMember({ organisationId, fullName: text });
  const patch = () => persons.meetings.patch(id, 1, { fullName: "Trần An" });
  await expectRedacted(keys.memberReferences(id), id, { text, patch });
});
