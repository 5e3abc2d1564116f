import fc from "fast-check";
import { createIds } from "../../../lib/shared/ids.ts";
import { placeOfUpload, renditionKey, renditionsOf, uploadKey, uploadsOf } from "../../../lib/storage/keys.ts";

const newId = createIds(
  () => 1_700_000_000_000,
  (count) => new Uint8Array(count),
);
const prefix = "uploads/";

test("The key of an upload contains its photo and is unique", () => {
  const photoId = newId(newId(newId()));
  const [first, second] = [newId(), newId()];
  expect(uploadKey(prefix, photoId, first)).not.toBe(uploadKey(prefix, photoId, second));
  for (const once of [first, second])
    expect(placeOfUpload(prefix, uploadKey(prefix, photoId, once))).toEqual({ photoId, once });
});

test("Any other key is not parsed as an upload", () => {
  const id = newId();
  for (const key of ["", prefix, `${prefix}${id}`, `${prefix}${id}/`, `${prefix}${id}/A/B`, `other/${id}/A`, `${id}/A`])
    expect([key, placeOfUpload(prefix, key)]).toEqual([key, undefined]);
  fc.assert(fc.property(fc.string(), (key) => placeOfUpload(prefix, prefix + key) === undefined));
});

test("The prefix of a photo or of one of its uploads matches no other key", () => {
  const [photoId, other, once] = [newId(newId()), newId(newId()), newId()];
  const key = renditionKey("renditions/", { photoId, once }, "thumb");
  expect(key).toBe(`renditions/${photoId}/${once}/thumb.webp`);
  expect(key.startsWith(renditionsOf("renditions/", photoId, once))).toBe(true);
  expect(key.startsWith(renditionsOf("renditions/", photoId))).toBe(true);
  expect(key.startsWith(renditionsOf("renditions/", other))).toBe(false);
  expect(uploadKey(prefix, photoId, once).startsWith(uploadsOf(prefix, photoId))).toBe(true);
});
