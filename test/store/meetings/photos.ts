import { createHash, randomUUID } from "node:crypto";
import { announcePhoto, type UploadSettings } from "../../../lib/photos/announce.ts";
import { photoInput } from "../../../lib/photos/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import type { World } from "../../support/world.ts";

/** Storage has no part in these tests: its URLs lead nowhere. */
const uploads: UploadSettings = {
  prefix: "uploads/",
  signer: { sign: async () => ({ method: "PUT", url: "https://storage.invalid/", headers: {}, expiresAt: "" }) },
};

/** Announces photos in a meeting, each of bytes of its own. */
export const announcePhotos = async (world: World, meetingId: string, photos: readonly object[]) => {
  for (const fields of photos) {
    const sha256 = createHash("sha256").update(randomUUID()).digest("hex");
    const input = { fileName: "anh.jpg", contentType: "image/jpeg", size: 1_000, sha256, ...fields };
    await announcePhoto(world.workAs(), uploads, meetingId, validateInput(photoInput, input));
  }
};
