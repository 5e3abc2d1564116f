import type { Bucket } from "../storage/bucket.ts";
import { renditionsOf, uploadsOf } from "../storage/keys.ts";

/** Where the bytes of photos are. */
export type Places = { bucket: Bucket; uploadsPrefix: string; renditionsPrefix: string };

/**
 * The record of a photo is gone: all its bytes go too, whichever uploads they came by. What arrives or is made after this
 * finds no record, and goes by itself.
 */
export const removeBytes = async ({ bucket, uploadsPrefix, renditionsPrefix }: Places, photoId: string) => {
  await bucket.eraseAll(uploadsOf(uploadsPrefix, photoId));
  await bucket.eraseAll(renditionsOf(renditionsPrefix, photoId));
};
