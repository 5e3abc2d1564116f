import { eraseMember } from "../../../lib/data-subjects/erasure.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { uniqueText, usePersons } from "./person-fixtures.ts";

const persons = usePersons();

/** A meeting in which a member attended with a reason, was excluded from a vote, and is shown in photos. */
const prepare = async () => {
  const { tenantId, first } = await persons.meetings.committee();
  const named = (fullName: string) => ({ organisationId: first, fullName, confirmed: true });
  const [id, other] = [await persons.createMember(named("An")), await persons.createMember(named("Bình"))];
  const { id: meetingId } = await persons.meetings.createMeeting(tenantId);
  const [text, otherText] = [uniqueText(), uniqueText()];
  const [attendeeId = ""] = await persons.addAttendees(meetingId, [
    { memberId: id, roles: ["participant"], presence: "excused", reason: text },
    { memberId: other, roles: ["participant"], presence: "excused", reason: otherText },
  ]);
  const voteId = await persons.addVote(meetingId, [
    { memberId: id, reason: text },
    { memberId: other, reason: otherText },
  ]);
  const photos = [
    await persons.announcePhoto(meetingId, [{ memberId: id }], text),
    await persons.announcePhoto(meetingId, [{ attendeeId }], text),
  ];
  return { id, other, meetingId, attendeeId, voteId, photos, text, otherText };
};

type Prepared = Awaited<ReturnType<typeof prepare>>;

const deleteParts = async ({ meetingId, attendeeId, voteId, photos }: Prepared) => {
  for (const photo of photos) await persons.photos.deletePhoto(photo);
  await persons.meetings.deleteVote(meetingId, voteId);
  await persons.meetings.deleteAttendee(meetingId, attendeeId);
};

test("Values of an attendance, an exclusion and photos that were deleted before are exported, without those of others", async () => {
  const prepared = await prepare();
  await deleteParts(prepared);
  await persons.feed.processAll();
  const exported = await persons.exportOf(prepared.id);
  expect(exported).toMatchObject({ attendances: [], exclusions: [], photos: [] });
  expect(exported.changes.map(({ type }) => type).sort()).toEqual([
    "attendee.created",
    "attendee.deleted",
    "member.created",
    "photo.created",
    "photo.created",
    "photo.deleted",
    "photo.deleted",
    "vote.created",
    "vote.deleted",
  ]);
  expect(JSON.stringify(exported)).toContain(prepared.text);
  expect(JSON.stringify(exported)).not.toContain(prepared.otherText);
});

test("Values of an attendance, an exclusion and photos that were deleted before an erasure are erased", async () => {
  const prepared = await prepare();
  await deleteParts(prepared);
  await persons.erase(prepared.id);
  expect(await persons.keysContaining(prepared.text)).toEqual([]);
  expect((await persons.keysContaining(prepared.otherText)).length).toBeGreaterThan(0);
  await persons.erase(prepared.other);
  expect(await persons.keysContaining(prepared.otherText)).toEqual([]);
});

test("Values of a meeting that was deleted with its parts are erased", async () => {
  const prepared = await prepare();
  await persons.meetings.deleteMeeting(prepared.meetingId);
  await persons.erase(prepared.id);
  expect(await persons.keysContaining(prepared.text)).toEqual([]);
});

test("The erasure of a deleted member covers parts that were deleted before the member", async () => {
  const prepared = await prepare();
  await deleteParts(prepared);
  await deleteMember(persons.world.contextAs(), prepared.id, { any: true });
  await persons.erase(prepared.id);
  expect(await persons.keysContaining(prepared.text)).toEqual([]);
});

test("A change with a stored response that is published after the erasure starts the erasure again", async () => {
  const prepared = await prepare();
  await deleteParts(prepared);
  await persons.requestErasure(prepared.id);
  await eraseMember(persons.erasureContext(), prepared.id);
  expect(persons.feed.lateErasures).not.toContain(prepared.id);
  await persons.feed.processAll();
  expect(persons.feed.lateErasures).toContain(prepared.id);
  await eraseMember(persons.erasureContext(), prepared.id);
  expect(await persons.keysContaining(prepared.text)).toEqual([]);
});

test("Of a deleted photo that never showed anybody else, also the values from before it named the person are erased", async () => {
  const { id, other, meetingId, text, otherText } = await prepare();
  const [alone, together] = [
    await persons.announcePhoto(meetingId, [], text),
    await persons.announcePhoto(meetingId, [{ memberId: other }], otherText),
  ];
  await persons.photos.patchPhoto(alone, 1, { peopleShown: [{ memberId: id }] });
  await persons.photos.patchPhoto(together, 1, { peopleShown: [{ memberId: id }, { memberId: other }] });
  for (const photo of [alone, together]) await persons.photos.deletePhoto(photo);
  await persons.erase(id);
  expect(await persons.keysContaining(text)).toEqual([]);
  const values = (await persons.exportOf(other)).changes.filter(({ type }) => type === "photo.created");
  expect(JSON.stringify(values)).toContain(otherText);
});
