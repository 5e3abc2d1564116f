import { startWorld, type World } from "../../support/world.ts";
import { refusalOf } from "../awards/award-fixtures.ts";
import { studio } from "./photo-fixtures.ts";
import { announcementOf, bytesOf, type Gallery, openGallery } from "./photo-storage.ts";

let world: World;
let gallery: Gallery;
let act: ReturnType<typeof studio>;
beforeAll(async () => {
  world = await startWorld();
  gallery = await openGallery(world);
  act = studio(world, gallery);
});
afterAll(async () => {
  await gallery.close();
  await world.close();
});

const day = 86_400_000;
const announced = announcementOf(bytesOf("một tấm ảnh"));
const announce = async () => {
  const place = await act.conference();
  return { ...place, ...(await act.announce(place.meetingId, announced)) };
};
/** Sets the time so long after a photo was announced. */
const after = ({ createdAt }: { createdAt: string }, milliseconds: number) =>
  world.setNow(new Date(Date.parse(createdAt) + milliseconds).toISOString());

test("A photo whose bytes never came is expired a day after it was announced, and not a moment before", async () => {
  const { photo, meetingId } = await announce();
  after(photo, day - 1);
  expect((await act.get(photo.id)).status).toBe("awaiting-upload");
  expect(await refusalOf(act.renew(photo.id))).toBe("accepted");
  after(photo, day);
  expect((await act.get(photo.id)).status).toBe("expired");
  expect((await act.list(meetingId)).map(({ status }) => status)).toEqual(["expired"]);
  expect(await refusalOf(act.renew(photo.id))).toBe("not-awaiting-upload");
});

test("A fresh URL gives no more time", async () => {
  const { photo } = await announce();
  after(photo, day - 60_000);
  await act.renew(photo.id);
  after(photo, day);
  expect((await act.get(photo.id)).status).toBe("expired");
});

test("An expired photo has another version than when it was awaited, and what follows another again", async () => {
  const { photo } = await announce();
  expect(await act.versionOf(photo.id)).toBe(1);
  after(photo, day);
  expect(await act.versionOf(photo.id)).toBe(2);
  expect(await refusalOf(act.patch(photo.id, 1, { number: 3 }))).toBe("stale");
  expect(await act.patch(photo.id, 2, { number: 3, visibility: "public" })).toMatchObject({
    record: { number: 3, status: "expired" },
    version: 4,
  });
  expect(await act.versionOf(photo.id)).toBe(4);
});

test("The bytes of an expired photo may be announced again, once, and stay announced when the expired one goes", async () => {
  const { photo, meetingId } = await announce();
  after(photo, day - 1_000);
  expect(await refusalOf(act.announce(meetingId, announced))).toBe("duplicate-photo");
  after(photo, day + 1_000);
  const again = await act.announce(meetingId, announced);
  expect(again.photo.id).not.toBe(photo.id);
  expect(await refusalOf(act.announce(meetingId, announced))).toBe("duplicate-photo");
  await act.remove(photo.id);
  expect(await refusalOf(act.announce(meetingId, announced))).toBe("duplicate-photo");
});
