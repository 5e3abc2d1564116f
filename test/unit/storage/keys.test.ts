import fc from "fast-check";
import { createIds } from "../../../lib/shared/ids.ts";
import { photoOfUpload, uploadKey } from "../../../lib/storage/keys.ts";

const newId = createIds(
  () => 1_700_000_000_000,
  (count) => new Uint8Array(count),
);
const prefix = "uploads/";

test("A key leads back to its photo, and no two keys of a photo are the same", () => {
  const photoId = newId(newId(newId()));
  const [first, second] = [uploadKey(prefix, photoId, newId()), uploadKey(prefix, photoId, newId())];
  expect(first).not.toBe(second);
  expect([first, second].map((key) => photoOfUpload(prefix, key))).toEqual([photoId, photoId]);
});

test("A key that is none of ours leads nowhere", () => {
  const id = newId();
  for (const key of ["", prefix, `${prefix}${id}`, `${prefix}${id}/`, `${prefix}${id}/A/B`, `other/${id}/A`, `${id}/A`])
    expect([key, photoOfUpload(prefix, key)]).toEqual([key, undefined]);
  fc.assert(fc.property(fc.string(), (key) => photoOfUpload(prefix, prefix + key) === undefined));
});
