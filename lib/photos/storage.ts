import type { Bucket } from "../storage/bucket.ts";
import { placeOfUpload, renditionKey, renditionsOf, uploadsOf } from "../storage/keys.ts";
import type { Rendition } from "./imaging/render.ts";
import type { StoredRendition } from "./schema.ts";

/** The bucket of the photos, with the key prefixes of uploads and of renditions. */
export type PhotoStorage = { bucket: Bucket; uploadsPrefix: string; renditionsPrefix: string };

const contentType = "image/webp";

/** Stores the renditions of an upload and returns their keys. Idempotent. */
export const storeRenditions = async (
  { bucket, uploadsPrefix, renditionsPrefix }: PhotoStorage,
  uploadKey: string,
  renditions: readonly Rendition[],
): Promise<StoredRendition[]> => {
  const upload = placeOfUpload(uploadsPrefix, uploadKey);
  if (!upload) throw new RangeError("The key is not that of an upload");
  const stored: StoredRendition[] = [];
  // Sequentially: after a failure no write is in flight that could succeed after the renditions have been deleted.
  for (const { name, data, width, height } of renditions) {
    const key = renditionKey(renditionsPrefix, upload, name);
    stored.push({ name, key, contentType, width, height, bytes: await bucket.create(key, data, contentType) });
  }
  return stored;
};

/** Deletes all objects of a deleted photo, of every upload. The processor deletes objects that arrive later. */
export const deletePhotoBytes = async ({ bucket, uploadsPrefix, renditionsPrefix }: PhotoStorage, photoId: string) => {
  await bucket.eraseAll(uploadsOf(uploadsPrefix, photoId));
  await bucket.eraseAll(renditionsOf(renditionsPrefix, photoId));
};
