import { rejectionOf } from "../../support/world.ts";
import { usePhotos } from "./photo-fixtures.ts";
import { announcementOf, bytesOf } from "./photo-storage.ts";

const { world, photos } = usePhotos();

const day = 86_400_000;
const announced = announcementOf(bytesOf("một tấm ảnh"));
const announce = async () => {
  const place = await photos.createConference();
  return { ...place, ...(await photos.announcePhoto(place.meetingId, announced)) };
};
/** Sets the time so long after a photo was announced. */
const after = ({ createdAt }: { createdAt: string }, milliseconds: number) =>
  world.setNow(new Date(Date.parse(createdAt) + milliseconds).toISOString());

test("A photo without an upload expires exactly a day after its announcement", async () => {
  const { photo, meetingId } = await announce();
  after(photo, day - 1);
  expect((await photos.getPhoto(photo.id)).status).toBe("awaiting-upload");
  expect(await rejectionOf(photos.renewUpload(photo.id))).toBe("accepted");
  after(photo, day);
  expect((await photos.getPhoto(photo.id)).status).toBe("expired");
  expect((await photos.listPhotos(meetingId)).map(({ status }) => status)).toEqual(["expired"]);
  expect(await rejectionOf(photos.renewUpload(photo.id))).toBe("not-awaiting-upload");
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
  expect(await rejectionOf(photos.patchPhoto(photo.id, 1, { number: 3 }))).toBe("stale");
  expect(await photos.patchPhoto(photo.id, 2, { number: 3, visibility: "public" })).toMatchObject({
    record: { number: 3, status: "expired" },
    version: 4,
  });
  expect(await photos.versionOf(photo.id)).toBe(4);
});

test("The bytes of an expired photo can be announced once more, and stay announced after the expired photo is deleted", async () => {
  const { photo, meetingId } = await announce();
  after(photo, day - 1_000);
  expect(await rejectionOf(photos.announcePhoto(meetingId, announced))).toBe("duplicate-photo");
  after(photo, day + 1_000);
  const again = await photos.announcePhoto(meetingId, announced);
  expect(again.photo.id).not.toBe(photo.id);
  expect(await rejectionOf(photos.announcePhoto(meetingId, announced))).toBe("duplicate-photo");
  await photos.deletePhoto(photo.id);
  expect(await rejectionOf(photos.announcePhoto(meetingId, announced))).toBe("duplicate-photo");
});
