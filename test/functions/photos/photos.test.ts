import { createPhotoOperations, createPhotoReplays } from "../../../functions/photos/operations.ts";
import { photoPresenterFor } from "../../../functions/shared/photo-presenter.ts";
import { photosRoutes as routes } from "../../../lib/contract/routes/photos.ts";
import type { UploadSettings } from "../../../lib/photos/announce.ts";
import { keys } from "../../../lib/table/keys.ts";
import { createMeetingFixtures } from "../../store/meetings/meeting-fixtures.ts";
import { useOperations } from "../../support/call-operation.ts";
import { codesOf, useWorld } from "../../support/world.ts";

/** A signer whose URLs contain the key and whose expiry is the time of the call. */
const uploads: UploadSettings = {
  prefix: "uploads/",
  signer: {
    sign: async ({ key, contentType }, now) => ({
      method: "PUT",
      url: `https://storage.example/${key}`,
      headers: { "content-type": contentType },
      expiresAt: now,
    }),
  },
};
const world = useWorld();
const call = useOperations(world, createPhotoOperations({ uploads: () => uploads, presenterFor: photoPresenterFor }), {
  replays: createPhotoReplays(() => uploads),
});
let meetingId: string;
beforeAll(async () => {
  const meetings = createMeetingFixtures(world);
  meetingId = (await meetings.createMeeting((await meetings.committee()).tenantId)).id;
});
let taken = 0;
const announcement = () => ({
  fileName: "anh.jpg",
  contentType: "image/jpeg",
  size: 10,
  sha256: String(taken++).padStart(64, "0"),
});
const announce = (body: object = announcement(), headers = {}) =>
  call(routes.announcePhoto, { params: { meetingId }, body, headers });

test("An announcement returns Location and ETag, and no attributes of the table", async () => {
  const { statusCode, headers, json } = await announce();
  expect(statusCode).toBe(201);
  expect(headers).toMatchObject({ etag: '"1"', location: `/v1/photos/${json.photo.id}` });
  expect(Object.keys(json)).toEqual(["photo", "upload"]);
  expect(json.photo).not.toHaveProperty("uploadKey");
  expect(Object.keys(json.upload)).toEqual(["method", "url", "headers", "expiresAt"]);
});

test("A replayed request returns the same photo with a newly signed URL for the current key", async () => {
  world.setNow("2024-01-15T03:00:00Z");
  const key = { "Idempotency-Key": '"photo"' };
  const body = announcement();
  const first = await announce(body, key);
  world.setNow("2024-01-15T03:10:00Z");
  const again = await announce(body, key);
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect(again.json).toEqual({
    ...first.json,
    upload: { ...first.json.upload, expiresAt: "2024-01-15T03:10:00.000Z" },
  });
  const { json: renewed } = await call(routes.renewUpload, { params: { photoId: first.json.photo.id } });
  expect(renewed.upload.url).not.toBe(first.json.upload.url);
  expect((await announce(body, key)).json.upload.url).toBe(renewed.upload.url);
});

test("No URL is stored in the table, not even for a replay", async () => {
  const once = { clientId: "admin", route: `/v1/meetings/${meetingId}/photos`, key: "kept" };
  await announce(announcement(), { "Idempotency-Key": '"kept"' });
  const item = await world.dependencies.table.get(keys.idempotency(once));
  expect(item?.storedResult).toContain("awaiting-upload");
  expect(item?.storedResult).not.toContain("storage.example");
});

test("An invalid announcement is rejected with all errors", async () => {
  const { statusCode, json } = await announce({
    ...announcement(),
    contentType: "image/svg+xml",
    size: 30_000_000,
    x: 1,
  });
  expect(statusCode).toBe(422);
  expect(codesOf(json.errors)).toEqual(["/contentType not-allowed", "/size too-big", "/x unknown-field"]);
});
