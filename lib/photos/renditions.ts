import { placeOfUpload, renditionKey } from "../storage/keys.ts";
import type { Rendition } from "./imaging/render.ts";
import type { Places } from "./places.ts";
import type { KeptRendition } from "./schema.ts";

const contentType = "image/webp";

/** Stores the renditions of an upload, each once, whoever was cut off before, and says where they are. */
export const keepRenditions = async (
  { bucket, uploadsPrefix, renditionsPrefix }: Places,
  uploadKey: string,
  renditions: readonly Rendition[],
): Promise<KeptRendition[]> => {
  const place = placeOfUpload(uploadsPrefix, uploadKey);
  if (!place) throw new RangeError("The key is that of no upload");
  const kept: KeptRendition[] = [];
  // One after the other: where one fails, nothing is still on its way that could land after all was cleared away.
  for (const { name, data, width, height } of renditions) {
    const key = renditionKey(renditionsPrefix, place, name);
    kept.push({ name, key, contentType, width, height, bytes: await bucket.create(key, data, contentType) });
  }
  return kept;
};
