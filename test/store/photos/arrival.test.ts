import { PutObjectCommand } from "@aws-sdk/client-s3";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBStreamEvent, S3Event } from "aws-lambda";
import { createRemoveBytes } from "../../../functions/removals/remove-bytes.ts";
import { meetingOfPhoto } from "../../../lib/shared/ids.ts";
import { keys } from "../../../lib/table/keys.ts";
import { startWorld, type World } from "../../support/world.ts";
import { refusalOf } from "../awards/office.ts";
import { announcementOf, bytesOf, type Gallery, openGallery, send } from "./gallery.ts";
import { studio } from "./studio.ts";

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
/** The stream's record of a photo that is about to go. */
const goneOf = async (id: string): Promise<DynamoDBStreamEvent> => {
  const item = await world.dependencies.table.get(keys.photo(meetingOfPhoto(id), id));
  const OldImage = marshall(item ?? {}, { removeUndefinedValues: true });
  return { Records: [{ eventName: "REMOVE", dynamodb: { SequenceNumber: "1", OldImage } }] } as DynamoDBStreamEvent;
};

test("Bytes that are what was announced make the photo ready", async () => {
  const { photo, upload } = await announce();
  expect(await send(upload, bytes)).toBe(200);
  await deliver(await gallery.arrived(1));
  expect(await act.get(photo.id)).toEqual({ ...photo, status: "ready" });
  expect(await refusalOf(act.patch(photo.id, 1, { number: 1 }))).toBe("stale");
  expect(await gallery.left(photo.id)).toHaveLength(1);
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
  await act.patch(photo.id, 2, { number: 5 });
  await deliver(events);
  expect(await act.get(photo.id)).toMatchObject({ status: "ready", number: 5 });
  expect(await gallery.left(photo.id)).toHaveLength(1);
});

test("Two tellings at once make the photo ready once", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const [event] = await gallery.arrived(1);
  if (!event) throw new Error("No event");
  await Promise.all([gallery.receive(event), gallery.receive(event), gallery.receive(event)]);
  expect(await act.get(photo.id)).toMatchObject({ status: "ready" });
  expect(await refusalOf(act.patch(photo.id, 2, { number: 5 }))).toBe("accepted");
  expect(await gallery.left(photo.id)).toHaveLength(1);
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
  const gone = await goneOf(photo.id);
  await act.remove(photo.id);
  const removeBytes = createRemoveBytes(() => gallery.bucket);
  for (let told = 0; told < 2; told++) expect(await removeBytes(gone)).toEqual({ batchItemFailures: [] });
  expect(await gallery.left(photo.id)).toEqual([]);
});

test("A photo deleted between the arrival and its telling leaves nothing", async () => {
  const { photo, upload } = await announce();
  await send(upload, bytes);
  const gone = await goneOf(photo.id);
  await act.remove(photo.id);
  await createRemoveBytes(() => gallery.bucket)(gone);
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
  const { Records } = await goneOf(photo.id);
  const failed: string[] = [];
  const removeBytes = createRemoveBytes(
    () => gallery.bucket,
    (id) => failed.push(id),
  );
  const broken = { eventName: "REMOVE", dynamodb: { SequenceNumber: "7", OldImage: { pk: { S: "MTG#1" } } } } as const;
  const changed = { eventName: "MODIFY", dynamodb: { SequenceNumber: "8" } } as const;
  const answer = await removeBytes({ Records: [...Records, broken, changed] });
  expect([answer, failed]).toEqual([{ batchItemFailures: [{ itemIdentifier: "7" }] }, ["7"]]);
});
