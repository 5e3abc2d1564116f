import { placeOfUpload, renditionKey } from "../storage/keys.ts";
import type { Arrivals } from "./arrival.ts";
import type { Rendition } from "./imaging/render.ts";
import type { KeptRendition } from "./schema.ts";

const contentType = "image/webp";

/** Stores the renditions of an upload, each once, whoever was cut off before, and says where they are. */
export const keepRenditions = async (
  { bucket, uploadsPrefix, renditionsPrefix }: Pick<Arrivals, "bucket" | "uploadsPrefix" | "renditionsPrefix">,
  uploadKey: string,
  renditions: readonly Rendition[],
): Promise<KeptRendition[]> => {
  const place = placeOfUpload(uploadsPrefix, uploadKey);
  if (!place) throw new RangeError("The key is that of no upload");
  const keep = async ({ name, data, width, height }: Rendition): Promise<KeptRendition> => {
    const key = renditionKey(renditionsPrefix, place, name);
    return { name, key, contentType, width, height, bytes: await bucket.create(key, data, contentType) };
  };
  return Promise.all(renditions.map(keep));
};
