import { renditionsOf, uploadsOf } from "../storage/keys.ts";
import type { Places } from "./places.ts";

/**
 * The record of a photo is gone: all its bytes go too, whichever uploads they came by. What arrives or is made after this
 * finds no record, and goes by itself.
 */
export const removeBytes = async ({ bucket, uploadsPrefix, renditionsPrefix }: Places, photoId: string) => {
  await bucket.eraseAll(uploadsOf(uploadsPrefix, photoId));
  await bucket.eraseAll(renditionsOf(renditionsPrefix, photoId));
};
