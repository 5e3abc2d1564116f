import { dependents } from "../../../functions/meetings/dependents.ts";
import { deleteAttendee } from "../../../lib/meetings/attendees.ts";
import { deleteMeeting } from "../../../lib/meetings/deletion.ts";
import { callerAt, expectRejection, rejectionOf } from "../../support/world.ts";
import { usePhotos } from "./photo-fixtures.ts";
import { announcementOf, bytesOf } from "./photo-storage.ts";

const { world, photos } = usePhotos();

const any = { any: true } as const;
let taken = 0;
const fresh = (more: object = {}) => announcementOf(bytesOf(`photo ${taken++}`), more);
/** A photo announced in a conference of its own. */
const announce = async (announced = fresh()) => {
  const conference = await photos.createConference();
  return { ...conference, announced, ...(await photos.announcePhoto(conference.meetingId, announced)) };
};

test("An announced photo awaits its upload, whose URL is valid for five minutes", async () => {
  const { photo, upload, meetingId } = await announce(fresh({ caption: "Quang cảnh Hội nghị" }));
  expect(photo).toMatchObject({ meetingId, status: "awaiting-upload", visibility: "internal" });
  expect(await photos.getPhoto(photo.id)).toEqual(photo);
  expect(upload.method).toBe("PUT");
  expect(Date.parse(upload.expiresAt) - Date.parse(photo.createdAt)).toBe(300_000);
  expect(new URL(upload.url).searchParams.get("X-Amz-Expires")).toBe("300");
  expect(upload.url).not.toContain("anh.jpg");
});

test("The same bytes are rejected with a reference to the first photo of the meeting, and accepted in another meeting", async () => {
  const other = await photos.createConference();
  const { photo, meetingId, announced } = await announce();
  const again = photos.announcePhoto(meetingId, {
    ...announced,
    sha256: announced.sha256.toUpperCase(),
    fileName: "b.jpg",
  });
  await expect(again).rejects.toMatchObject({
    code: "duplicate-photo",
    details: { existing: { kind: "photo", id: photo.id, href: `/v1/photos/${photo.id}` } },
  });
  await photos.announcePhoto(other.meetingId, announced);
  await photos.deletePhoto(photo.id);
  await photos.announcePhoto(meetingId, announced);
});

test("The reference to a restricted photo with the same bytes is shown to administrators only", async () => {
  const { photo, tenantId, meetingId, announced } = await announce(fresh({ visibility: "restricted" }));
  const writer = callerAt([tenantId], ["dangbo/read", "dangbo/write"]);
  const existing = () => photos.announcePhoto(meetingId, announced, writer).catch((error) => error.details.existing);
  expect(await existing()).toBeUndefined();
  await expectRejection(photos.getPhoto(photo.id, writer), "not-found");
  expect(await photos.listPhotos(meetingId, writer)).toEqual([]);
  await photos.patchPhoto(photo.id, 1, { visibility: "public" });
  expect(await existing()).toMatchObject({ id: photo.id });
  expect(await photos.listPhotos(meetingId, writer)).toHaveLength(1);
});

test("Photos are listed by number, then by entry; photos without a number come last", async () => {
  const { meetingId } = await photos.createConference();
  const captions = ["mười", "không số", "hai", "hai nữa"];
  const numbers = [10, undefined, 2, 2];
  for (const [i, caption] of captions.entries())
    await photos.announcePhoto(
      meetingId,
      fresh({ caption, ...(numbers[i] === undefined ? {} : { number: numbers[i] }) }),
    );
  const listed = async () => (await photos.listPhotos(meetingId)).map(({ caption }) => caption);
  expect(await listed()).toEqual(["hai", "hai nữa", "mười", "không số"]);
  const last = (await photos.listPhotos(meetingId)).at(-1)?.id ?? "";
  await photos.patchPhoto(last, 1, { number: 1 });
  expect(await listed()).toEqual(["không số", "hai", "hai nữa", "mười"]);
});

test("People shown must exist and be unique; an attendee shown cannot be removed", async () => {
  const { meetingId, memberId, guestId } = await photos.createConference();
  const other = await photos.createConference();
  const shown = [{ memberId }, { attendeeId: guestId }];
  const refused = (peopleShown: object[]) => rejectionOf(photos.announcePhoto(meetingId, fresh({ peopleShown })));
  expect(await refused([{ memberId }, { memberId }, { attendeeId: other.guestId }, { memberId: guestId }])).toEqual([
    "/peopleShown/1 duplicate",
    "/peopleShown/2/attendeeId unknown-reference",
    "/peopleShown/3/memberId unknown-reference",
  ]);
  expect(await refused([{ memberId, name: "A" }, {}, { memberId }, { attendeeId: other.guestId }])).toEqual([
    "/peopleShown/0/name unknown-field",
    "/peopleShown/1 exactly-one",
    "/peopleShown/2 duplicate",
    "/peopleShown/3/attendeeId unknown-reference",
  ]);
  const { photo } = await photos.announcePhoto(meetingId, fresh({ peopleShown: shown }));
  const leave = () => rejectionOf(deleteAttendee(world.contextAs(), { meetingId: meetingId, id: guestId }, any));
  expect(await leave()).toBe("in-use");
  await photos.patchPhoto(photo.id, 1, { peopleShown: [{ memberId }] });
  expect(await leave()).toBe("accepted");
  await expectRejection(
    photos.patchPhoto(photo.id, 2, { peopleShown: shown }),
    "/peopleShown/1/attendeeId unknown-reference",
  );
});

test("The description of a photo can change, its bytes cannot; an update without changes writes nothing", async () => {
  const { photo } = await announce();
  expect(await photos.patchPhoto(photo.id, 1, { credit: "Trần Kim Thơ" })).toMatchObject({ version: 2 });
  expect(await photos.patchPhoto(photo.id, 2, { credit: "Trần Kim Thơ", visibility: "internal" })).toMatchObject({
    version: 2,
  });
  await expectRejection(photos.patchPhoto(photo.id, 1, { credit: "x" }), "stale");
  const bytes = { fileName: "b.jpg", contentType: "image/png", size: 5, sha256: "0".repeat(64) };
  await expectRejection(
    photos.patchPhoto(photo.id, 2, bytes),
    "/fileName fixed",
    "/contentType fixed",
    "/size fixed",
    "/sha256 fixed",
  );
});

test("A photo is deleted with its meeting, for every reader", async () => {
  const { photo, meetingId } = await announce();
  const { photo: deleted } = await photos.announcePhoto(meetingId, fresh());
  await photos.deletePhoto(deleted.id);
  await deleteMeeting(world.contextAs(), meetingId, { precondition: any, dependents });
  const asked = [
    () => photos.getPhoto(photo.id),
    () => photos.listPhotos(meetingId),
    () => photos.announcePhoto(meetingId, fresh()),
    () => photos.renewUpload(photo.id),
  ];
  for (const ask of asked) await expectRejection(ask(), "not-found");
});

test("A photo is visible where its meeting is, and a malformed id is not found", async () => {
  const other = await photos.createConference();
  const { photo, tenantId, meetingId } = await announce();
  expect((await photos.getPhoto(photo.id, callerAt([tenantId]))).id).toBe(photo.id);
  await expectRejection(photos.getPhoto(photo.id, callerAt([other.tenantId])), "not-found");
  for (const id of [meetingId, tenantId]) await expectRejection(photos.getPhoto(id), "not-found");
});

test("A new upload URL has its own key and keeps the version; a concurrent update is asked to retry", async () => {
  const { photo, upload } = await announce();
  const renewed = await photos.renewUpload(photo.id);
  expect(renewed.photo).toEqual(photo);
  expect(new URL(renewed.upload.url).pathname).not.toBe(new URL(upload.url).pathname);
  const [changed] = await Promise.all([
    rejectionOf(photos.patchPhoto(photo.id, 1, { number: 3 })),
    photos.renewUpload(photo.id),
  ]);
  expect(["accepted", "write-conflict"]).toContain(changed);
});

const day = 86_400_000;
/** Sets the time so long after a photo was announced. */
const after = ({ createdAt }: { createdAt: string }, milliseconds: number) =>
  world.setNow(new Date(Date.parse(createdAt) + milliseconds).toISOString());

test("A photo without an upload expires exactly a day after its announcement", async () => {
  const { photo, meetingId } = await announce();
  after(photo, day - 1);
  expect((await photos.getPhoto(photo.id)).status).toBe("awaiting-upload");
  await photos.renewUpload(photo.id);
  after(photo, day);
  expect((await photos.getPhoto(photo.id)).status).toBe("expired");
  expect((await photos.listPhotos(meetingId)).map(({ status }) => status)).toEqual(["expired"]);
  await expectRejection(photos.renewUpload(photo.id), "not-awaiting-upload");
});

test("A new upload URL does not extend the deadline", async () => {
  const { photo } = await announce();
  after(photo, day - 60_000);
  await photos.renewUpload(photo.id);
  after(photo, day);
  expect((await photos.getPhoto(photo.id)).status).toBe("expired");
});

test("An expired photo has the next version, and an update the one after it", async () => {
  const { photo } = await announce();
  expect(await photos.versionOf(photo.id)).toBe(1);
  after(photo, day);
  expect(await photos.versionOf(photo.id)).toBe(2);
  await expectRejection(photos.patchPhoto(photo.id, 1, { number: 3 }), "stale");
  expect(await photos.patchPhoto(photo.id, 2, { number: 3, visibility: "public" })).toMatchObject({
    record: { number: 3, status: "expired" },
    version: 4,
  });
  expect(await photos.versionOf(photo.id)).toBe(4);
});

test("The bytes of an expired photo can be announced once more, and stay announced after the expired photo is deleted", async () => {
  const { photo, meetingId, announced } = await announce();
  after(photo, day - 1_000);
  await expectRejection(photos.announcePhoto(meetingId, announced), "duplicate-photo");
  after(photo, day + 1_000);
  const again = await photos.announcePhoto(meetingId, announced);
  expect(again.photo.id).not.toBe(photo.id);
  await expectRejection(photos.announcePhoto(meetingId, announced), "duplicate-photo");
  await photos.deletePhoto(photo.id);
  await expectRejection(photos.announcePhoto(meetingId, announced), "duplicate-photo");
});
