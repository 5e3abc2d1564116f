import type { Bucket } from "../storage/bucket.ts";
import type { Item } from "../table/write.ts";
import { readPhoto } from "./items.ts";

/**
 * The record of a photo is gone: its bytes go too, if any have become its own. What arrives later, or was not yet looked
 * at, finds no record and goes by itself.
 */
export const removeBytes = async (bucket: Bucket, gone: Item): Promise<void> => {
  const { uploadKey, objectVersion } = readPhoto(gone);
  if (objectVersion !== undefined) await bucket.erase({ key: uploadKey, versionId: objectVersion });
};
