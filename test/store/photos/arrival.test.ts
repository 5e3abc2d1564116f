import { PutObjectCommand } from "@aws-sdk/client-s3";
import type { S3Event } from "aws-lambda";
import { createObjectCleanup } from "../../../functions/object-cleanup/clear-photos.ts";
import { createPhotoProcessor } from "../../../functions/photo-processor/process-uploads.ts";
import { keys } from "../../../lib/table/keys.ts";
import { expectRejection, rootCaller } from "../../support/world.ts";
import { usePhotos } from "./photo-fixtures.ts";
import { announcementOf, bytesOf, damaged, removalOf, send } from "./photo-storage.ts";

const { world, storage, photos } = usePhotos();

const bytes = bytesOf("một tấm ảnh");
const announce = async (more: object = {}) => {
  const { meetingId } = await photos.createConference();
  return photos.announcePhoto(meetingId, announcementOf(bytes, more));
};
const deliver = async (events: readonly S3Event[]) => {
  for (const event of events) await storage.processUploads(event);
};
const allObjects = ["screen.webp", "thumb.webp", "upload"];

test("An upload of the announced bytes makes the photo ready, with its size and renditions", async () => {
  const { photo, upload } = await announce();
  expect(await send(upload, bytes)).toBe(200);
  await deliver(await storage.takeEvents(1));
  const ready = await photos.getPhoto(photo.id);
  expect(ready).toMatchObject({ status: "ready", width: 4_000, height: 2_000 });
  expect(ready.renditions.map(({ name, contentType, width, height }) => [name, contentType, width, height])).toEqual([
    ["thumb", "image/webp", 320, 160],
    ["screen", "image/webp", 1_600, 800],
  ]);
  await expectRejection(photos.patchPhoto(photo.id, 1, { number: 1 }), "stale");
  expect(await storage.objectsOf(photo.id)).toEqual(allObjects);
});

test("URLs of a photo are valid for five minutes; the original is shown to callers with the write scope only", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  await deliver(await storage.takeEvents(1));
  const { renditions, original } = await photos.getPhoto(photo.id);
  for (const { url, bytes: size } of [...renditions, ...(original ? [original] : [])]) {
    const response = await fetch(url);
    expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, size]);
    expect(new URL(url).searchParams.get("X-Amz-Expires")).toBe("300");
  }
  expect(original).toMatchObject({ contentType: "image/jpeg", bytes: bytes.length });
  const reader = await photos.getPhoto(photo.id, { ...rootCaller, scopes: ["dangbo/read"] });
  expect([reader.renditions.length, reader.original]).toEqual([2, undefined]);
  const [listed] = await photos.listPhotos(photo.meetingId);
  expect(listed?.renditions.map(({ name }) => name)).toEqual(["thumb", "screen"]);
});

test("Bytes that are no image are deleted and reject the photo; the same bytes can be announced again", async () => {
  const bad = bytesOf(`${damaged} at the end`);
  const { meetingId } = await photos.createConference();
  const { photo, upload } = await photos.announcePhoto(meetingId, announcementOf(bad));
  await send(upload, bad);
  const events = await storage.takeEvents(1);
  await deliver([...events, ...events]);
  const message = "The picture is damaged or truncated";
  expect(await photos.getPhoto(photo.id)).toMatchObject({
    status: "rejected",
    rejection: { code: "not-decodable", message },
    renditions: [],
  });
  expect(await storage.objectsOf(photo.id)).toEqual([]);
  await expectRejection(photos.renewUpload(photo.id), "not-awaiting-upload");
  const again = await photos.announcePhoto(meetingId, announcementOf(bad));
  await photos.deletePhoto(photo.id);
  await expectRejection(photos.announcePhoto(meetingId, announcementOf(bad)), "duplicate-photo");
  await photos.deletePhoto(again.photo.id);
});

test("The description of a photo can change while it is processed", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const [event] = await storage.takeEvents(1);
  const seen: string[] = [];
  await createPhotoProcessor(() => ({
    ...storage.dependencies(),
    inspect: async (...given) => {
      seen.push((await photos.getPhoto(photo.id)).status);
      await photos.patchPhoto(photo.id, await photos.versionOf(photo.id), { caption: "Đoàn chủ tịch" });
      return storage.dependencies().inspect(...given);
    },
  }))(event as S3Event);
  expect(seen).toEqual(["processing"]);
  expect(await photos.getPhoto(photo.id)).toMatchObject({ status: "ready", caption: "Đoàn chủ tịch" });
});

test("Storage rejects other bytes, another type or size, a second upload, and a URL older than five minutes", async () => {
  const { upload } = await announce();
  const other = bytesOf("tấm khác");
  const swapped = new Uint8Array(bytes).reverse();
  expect(await send(upload, swapped)).toBe(400);
  expect(await send(upload, other)).toBe(403);
  expect(await send(upload, bytes, { "content-type": "image/png" })).toBe(403);
  expect(await send(upload, bytes, { "if-none-match": "x" })).toBe(403);
  expect(await send(upload, bytes)).toBe(200);
  expect(await send(upload, bytes)).toBe(412);
  await deliver(await storage.takeEvents(1));
  const late = await photos.renewUpload((await announce()).photo.id);
  world.setNow(new Date(Date.parse(late.upload.expiresAt) + 1_000).toISOString());
  expect(await send(late.upload, bytes)).toBe(403);
});

test("An event delivered twice or late changes nothing", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const events = await storage.takeEvents(1);
  await deliver([...events, ...events]);
  await photos.patchPhoto(photo.id, await photos.versionOf(photo.id), { number: 5 });
  await deliver(events);
  expect(await photos.getPhoto(photo.id)).toMatchObject({ status: "ready", number: 5 });
  expect(await storage.objectsOf(photo.id)).toEqual(allObjects);
});

test("Concurrent deliveries of an event make the photo ready once", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const [event] = await storage.takeEvents(1);
  if (!event) throw new Error("No event");
  await Promise.all([storage.processUploads(event), storage.processUploads(event), storage.processUploads(event)]);
  expect(await photos.getPhoto(photo.id)).toMatchObject({ status: "ready" });
  expect(await photos.versionOf(photo.id)).toBe(4);
  expect(await storage.objectsOf(photo.id)).toEqual(allObjects);
});

test("Objects at an older key are deleted; the object at the newest key makes the photo ready", async () => {
  const { photo, upload } = await announce();
  const renewed = await photos.renewUpload(photo.id);
  await send(upload, bytes);
  await deliver(await storage.takeEvents(1));
  expect([(await photos.getPhoto(photo.id)).status, await storage.objectsOf(photo.id)]).toEqual([
    "awaiting-upload",
    [],
  ]);
  await send(renewed.upload, bytes);
  await deliver(await storage.takeEvents(1));
  expect((await photos.getPhoto(photo.id)).status).toBe("ready");
  await expectRejection(photos.renewUpload(photo.id), "not-awaiting-upload");
});

test("Objects that arrive after the photo was deleted are deleted", async () => {
  const { photo, upload } = await announce();
  await photos.deletePhoto(photo.id);
  await send(upload, bytes);
  const events = await storage.takeEvents(1);
  await deliver([...events, ...events]);
  expect(await storage.objectsOf(photo.id)).toEqual([]);
});

test("The objects of a deleted photo are deleted, also when its event is delivered twice", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  await deliver(await storage.takeEvents(1));
  await photos.deletePhoto(photo.id);
  for (let delivery = 0; delivery < 2; delivery++)
    expect(await storage.cleanUp(removalOf(keys.photo(photo.meetingId, photo.id)))).toEqual({ batchItemFailures: [] });
  expect(await storage.objectsOf(photo.id)).toEqual([]);
});

test("A photo deleted between its upload and the event leaves no objects", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  await photos.deletePhoto(photo.id);
  await storage.cleanUp(removalOf(keys.photo(photo.meetingId, photo.id)));
  await deliver(await storage.takeEvents(1));
  expect(await storage.objectsOf(photo.id)).toEqual([]);
});

test("Objects that were not uploaded by a URL are deleted: other bytes at the key, and keys of no photo", async () => {
  const { photo, upload } = await announce();
  const put = (Key: string, ContentType: string) =>
    storage.client.send(
      new PutObjectCommand({ Bucket: storage.bucketName, Key, Body: bytes, ContentType, ChecksumAlgorithm: "SHA256" }),
    );
  const key = decodeURIComponent(new URL(upload.url).pathname).replace(`/${storage.bucketName}/`, "");
  await put(key, "text/html");
  await put("uploads/ảnh của ai đó.jpg", "image/jpeg");
  await deliver(await storage.takeEvents(2));
  expect([(await photos.getPhoto(photo.id)).status, await storage.objectsOf(photo.id)]).toEqual([
    "awaiting-upload",
    [],
  ]);
  expect(await storage.objectsOf("ảnh")).toEqual([]);
});

test("A failed record is reported by its sequence number, and records that are no removals are ignored", async () => {
  const { photo } = await announce();
  const gone = removalOf(keys.photo(photo.meetingId, photo.id));
  await photos.deletePhoto(photo.id);
  const failed: string[] = [];
  const clear = createObjectCleanup(storage.dependencies, (id) => failed.push(id));
  const broken = { eventName: "REMOVE", dynamodb: { SequenceNumber: "7", Keys: { sk: { S: "ATT#1" } } } } as const;
  const changed = { eventName: "MODIFY", dynamodb: { SequenceNumber: "8" } } as const;
  const response = await clear({ Records: [...gone.Records, broken, changed] });
  expect([response, failed]).toEqual([{ batchItemFailures: [{ itemIdentifier: "7" }] }, ["7"]]);
});
