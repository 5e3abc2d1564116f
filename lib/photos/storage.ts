import type { Bucket } from "../storage/bucket.ts";
import { placeOfUpload, renditionKey, renditionsOf, uploadsOf } from "../storage/keys.ts";
import type { Rendition } from "./imaging/render.ts";
import type { StoredRendition } from "./schema.ts";

/** Where the bytes of photos are. */
export type PhotoStorage = { bucket: Bucket; uploadsPrefix: string; renditionsPrefix: string };

const contentType = "image/webp";

/** Stores the renditions of an upload, each once, whoever was cut off before, and says where they are. */
export const storeRenditions = async (
  { bucket, uploadsPrefix, renditionsPrefix }: PhotoStorage,
  uploadKey: string,
  renditions: readonly Rendition[],
): Promise<StoredRendition[]> => {
  const place = placeOfUpload(uploadsPrefix, uploadKey);
  if (!place) throw new RangeError("The key is that of no upload");
  const kept: StoredRendition[] = [];
  // One after the other: where one fails, nothing is still on its way that could land after all was cleared away.
  for (const { name, data, width, height } of renditions) {
    const key = renditionKey(renditionsPrefix, place, name);
    kept.push({ name, key, contentType, width, height, bytes: await bucket.create(key, data, contentType) });
  }
  return kept;
};

/**
 * The record of a photo is gone: all its bytes go too, whichever uploads they came by. What arrives or is made after this
 * finds no record, and goes by itself.
 */
export const deletePhotoBytes = async ({ bucket, uploadsPrefix, renditionsPrefix }: PhotoStorage, photoId: string) => {
  await bucket.eraseAll(uploadsOf(uploadsPrefix, photoId));
  await bucket.eraseAll(renditionsOf(renditionsPrefix, photoId));
};
