import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { S3Event } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createPhotoProcessor } from "../../../functions/photo-processor/process-uploads.ts";
import { keys } from "../../../lib/table/keys.ts";
import { rootCaller, startWorld, type World } from "../../support/world.ts";
import { refusalOf } from "../awards/award-fixtures.ts";
import { studio } from "./photo-fixtures.ts";
import { announcementOf, bytesOf, damaged, type Gallery, goneFrom, openGallery, send } from "./photo-storage.ts";

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

const bytes = bytesOf("một tấm ảnh");
const announce = async (more: object = {}) => {
  const { meetingId } = await act.conference();
  return act.announce(meetingId, announcementOf(bytes, more));
};
const deliver = async (events: readonly S3Event[]) => {
  for (const event of events) await gallery.receive(event);
};
const whole = ["screen.webp", "thumb.webp", "upload"];

test("Bytes that are what was announced make the photo ready, with its size and renditions", async () => {
  const { photo, upload } = await announce();
  expect(await send(upload, bytes)).toBe(200);
  await deliver(await gallery.arrived(1));
  const ready = await act.get(photo.id);
  expect(ready).toMatchObject({ status: "ready", width: 4_000, height: 2_000 });
  expect(ready.renditions.map(({ name, contentType, width, height }) => [name, contentType, width, height])).toEqual([
    ["thumb", "image/webp", 320, 160],
    ["screen", "image/webp", 1_600, 800],
  ]);
  expect(await refusalOf(act.patch(photo.id, 1, { number: 1 }))).toBe("stale");
  expect(await gallery.left(photo.id)).toEqual(whole);
});

test("URLs show what they name, for five minutes; the original only to who may write", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  await deliver(await gallery.arrived(1));
  const { renditions, original } = await act.get(photo.id);
  for (const { url, bytes: size } of [...renditions, ...(original ? [original] : [])]) {
    const answer = await fetch(url);
    expect([answer.status, (await answer.arrayBuffer()).byteLength]).toEqual([200, size]);
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("300");
  }
  expect(original).toMatchObject({ contentType: "image/jpeg", bytes: bytes.length });
  const reader = await act.get(photo.id, { ...rootCaller, scopes: ["dangbo/read"] });
  expect([reader.renditions.length, reader.original]).toEqual([2, undefined]);
  const [listed] = await act.list(photo.meetingId);
  expect(listed?.renditions.map(({ name }) => name)).toEqual(["thumb", "screen"]);
});

test("Bytes that are no picture reject the photo and go; the same may then be announced again", async () => {
  const bad = bytesOf(`${damaged} at the end`);
  const { meetingId } = await act.conference();
  const { photo, upload } = await act.announce(meetingId, announcementOf(bad));
  await send(upload, bad);
  const events = await gallery.arrived(1);
  await deliver([...events, ...events]);
  const message = "The picture is damaged or truncated";
  expect(await act.get(photo.id)).toMatchObject({
    status: "rejected",
    rejection: { code: "not-decodable", message },
    renditions: [],
  });
  expect(await gallery.left(photo.id)).toEqual([]);
  expect(await refusalOf(act.renew(photo.id))).toBe("not-awaiting-upload");
  const again = await act.announce(meetingId, announcementOf(bad));
  await act.remove(photo.id);
  expect(await refusalOf(act.announce(meetingId, announcementOf(bad)))).toBe("duplicate-photo");
  await act.remove(again.photo.id);
});

test("A photo may be described anew while it is checked", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const [event] = await gallery.arrived(1);
  const seen: string[] = [];
  await createPhotoProcessor(() => ({
    ...gallery.arrivals(),
    inspect: async (...given) => {
      seen.push((await act.get(photo.id)).status);
      await act.patch(photo.id, await act.versionOf(photo.id), { caption: "Đoàn chủ tịch" });
      return gallery.arrivals().inspect(...given);
    },
  }))(event as S3Event);
  expect(seen).toEqual(["processing"]);
  expect(await act.get(photo.id)).toMatchObject({ status: "ready", caption: "Đoàn chủ tịch" });
});

test("Storage refuses other bytes, another type or size, a second upload, and a URL that is five minutes old", async () => {
  const { upload } = await announce();
  const other = bytesOf("tấm khác");
  const swapped = new Uint8Array(bytes).reverse();
  expect(await send(upload, swapped)).toBe(400);
  expect(await send(upload, other)).toBe(403);
  expect(await send(upload, bytes, { "content-type": "image/png" })).toBe(403);
  expect(await send(upload, bytes, { "if-none-match": "x" })).toBe(403);
  expect(await send(upload, bytes)).toBe(200);
  expect(await send(upload, bytes)).toBe(412);
  await deliver(await gallery.arrived(1));
  const late = await act.renew((await announce()).photo.id);
  world.setNow(new Date(Date.parse(late.upload.expiresAt) + 1_000).toISOString());
  expect(await send(late.upload, bytes)).toBe(403);
});

test("An arrival told twice, or late, changes nothing more", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const events = await gallery.arrived(1);
  await deliver([...events, ...events]);
  await act.patch(photo.id, await act.versionOf(photo.id), { number: 5 });
  await deliver(events);
  expect(await act.get(photo.id)).toMatchObject({ status: "ready", number: 5 });
  expect(await gallery.left(photo.id)).toEqual(whole);
});

test("Two tellings at once make the photo ready once", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const [event] = await gallery.arrived(1);
  if (!event) throw new Error("No event");
  await Promise.all([gallery.receive(event), gallery.receive(event), gallery.receive(event)]);
  expect(await act.get(photo.id)).toMatchObject({ status: "ready" });
  expect(await act.versionOf(photo.id)).toBe(4);
  expect(await gallery.left(photo.id)).toEqual(whole);
});

test("Bytes at an older key go, whenever they come; those at the newest make the photo ready", async () => {
  const { photo, upload } = await announce();
  const renewed = await act.renew(photo.id);
  await send(upload, bytes);
  await deliver(await gallery.arrived(1));
  expect([(await act.get(photo.id)).status, await gallery.left(photo.id)]).toEqual(["awaiting-upload", []]);
  await send(renewed.upload, bytes);
  await deliver(await gallery.arrived(1));
  expect((await act.get(photo.id)).status).toBe("ready");
  expect(await refusalOf(act.renew(photo.id))).toBe("not-awaiting-upload");
});

test("Bytes that arrive after the photo is deleted go", async () => {
  const { photo, upload } = await announce();
  await act.remove(photo.id);
  await send(upload, bytes);
  const events = await gallery.arrived(1);
  await deliver([...events, ...events]);
  expect(await gallery.left(photo.id)).toEqual([]);
});

test("The bytes of a photo that was ready go when its record does, told once or twice", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  await deliver(await gallery.arrived(1));
  await act.remove(photo.id);
  for (let told = 0; told < 2; told++)
    expect(await gallery.clear(goneFrom(keys.photo(photo.meetingId, photo.id)))).toEqual({ batchItemFailures: [] });
  expect(await gallery.left(photo.id)).toEqual([]);
});

test("A photo deleted between the arrival and its telling leaves nothing", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  await act.remove(photo.id);
  await gallery.clear(goneFrom(keys.photo(photo.meetingId, photo.id)));
  await deliver(await gallery.arrived(1));
  expect(await gallery.left(photo.id)).toEqual([]);
});

test("What came past the URLs goes: other bytes at the key, and keys that are nobody's", async () => {
  const { photo, upload } = await announce();
  const put = (Key: string, ContentType: string) =>
    gallery.client.send(
      new PutObjectCommand({ Bucket: gallery.bucketName, Key, Body: bytes, ContentType, ChecksumAlgorithm: "SHA256" }),
    );
  const key = decodeURIComponent(new URL(upload.url).pathname).replace(`/${gallery.bucketName}/`, "");
  await put(key, "text/html");
  await put("uploads/ảnh của ai đó.jpg", "image/jpeg");
  await deliver(await gallery.arrived(2));
  expect([(await act.get(photo.id)).status, await gallery.left(photo.id)]).toEqual(["awaiting-upload", []]);
  expect(await gallery.left("ảnh")).toEqual([]);
});

test("What could not be removed is reported by its place in the stream, and what was no removal passed over", async () => {
  const { photo } = await announce();
  const gone = goneFrom(keys.photo(photo.meetingId, photo.id));
  await act.remove(photo.id);
  const failed: string[] = [];
  const clear = createObjectCleanup(gallery.arrivals, (id) => failed.push(id));
  const broken = { eventName: "REMOVE", dynamodb: { SequenceNumber: "7", Keys: { sk: { S: "ATT#1" } } } } as const;
  const changed = { eventName: "MODIFY", dynamodb: { SequenceNumber: "8" } } as const;
  const answer = await clear({ Records: [...gone.Records, broken, changed] });
  expect([answer, failed]).toEqual([{ batchItemFailures: [{ itemIdentifier: "7" }] }, ["7"]]);
});
