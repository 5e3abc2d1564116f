import { createHash } from "node:crypto";
import sharp from "sharp";
import { isJson } from "../../lib/contract/openapi/json.ts";

/** A picture and its announcement. */
export type Picture = {
  bytes: Buffer;
  announced: { fileName: string; contentType: string; size: number; sha256: string };
};

/** Small photos in different colours. */
export const makePictures = (count: number): Promise<Picture[]> =>
  Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const background = { r: (number * 37) % 256, g: 90, b: (number * 11) % 256 };
      const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
        .jpeg()
        .toBuffer();
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { bytes, announced: { fileName: `${number}.jpg`, contentType: "image/jpeg", size: bytes.length, sha256 } };
    }),
  );

/** Whether a body announces bytes to be uploaded. */
export const announces = (body: unknown): boolean =>
  isJson(body) && ["contentType", "size", "sha256"].every((name) => name in body);
