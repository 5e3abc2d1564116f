import { readPhoto } from "../../../lib/photos/items.ts";
import { presentPhoto } from "../../../lib/photos/presenter.ts";
import type { StoredPhoto } from "../../../lib/photos/schema.ts";
import { rejectionCodes, rejections } from "../../../lib/vocabulary/rejections.ts";
import type { Scope } from "../../../lib/vocabulary/token.ts";
import { testPhotoPresenter } from "../../support/photo-presenter.ts";

const id = "0".repeat(54);
const now = "2024-01-15T03:00:00.000Z";
const item = {
  pk: "MTG#1",
  sk: "PHO#1",
  id,
  meetingId: "0".repeat(36),
  fileName: "a.jpg",
  contentType: "image/jpeg",
  size: 1_000,
  sha256: "ab".repeat(32),
  visibility: "internal",
  status: "awaiting-upload",
  createdAt: now,
  updatedAt: now,
  version: 1,
  uploadKey: `uploads/${id}/A`,
};
const thumb = {
  name: "thumb",
  contentType: "image/webp",
  width: 320,
  height: 160,
  bytes: 90,
  key: "renditions/x.webp",
};
const photo = (more: object = {}): StoredPhoto => readPhoto({ ...item, ...more });
const viewer = (...scopes: Scope[]) => ({ caller: { clientId: "c", scopes, organisationId: null, path: [] }, now });

test("A photo that is not ready has no URLs, also for callers with the write scope", async () => {
  for (const status of ["awaiting-upload", "processing", "rejected"]) {
    const shown = await presentPhoto(viewer("dangbo/write"), testPhotoPresenter, photo({ status }));
    expect([shown.renditions, shown.original]).toEqual([[], undefined]);
  }
});

test("A ready photo has newly signed URLs of its renditions, without their keys", async () => {
  const shown = await presentPhoto(
    viewer("dangbo/read"),
    testPhotoPresenter,
    photo({ status: "ready", renditions: [thumb] }),
  );
  const { key, ...fields } = thumb;
  expect(shown.renditions).toEqual([{ ...fields, url: `https://storage.example/${key}?at=${now}` }]);
});

test.each(rejectionCodes)("The rejection %s has a message in the caller's language", async (code) => {
  const rejected = photo({ status: "rejected", rejection: code });
  for (const language of ["en", "vi"] as const) {
    const shown = await presentPhoto(viewer(), { ...testPhotoPresenter, language }, rejected);
    expect(shown.rejection).toEqual({ code, message: rejections[code][language] });
  }
});

test("A corrupt item is rejected", () => {
  expect(() => photo({ status: "lost" })).toThrow();
  expect(() => photo({ renditions: [{ ...thumb, contentType: "image/svg+xml" }] })).toThrow();
  expect(() => photo({ rejection: "of-no-code" })).toThrow();
});
