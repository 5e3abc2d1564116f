import type { Sharp } from "sharp";
import { jpegType, pngType, webpType } from "../../support/corpus/entry.ts";
import { noisePicture } from "../../support/corpus/picture.ts";

export type Photo = { about: string; contentType: string; bytes: Buffer };

/** Shapes of every size with grain over them, as a sensor sees them: noise alone or fields alone compress like no photo. */
const scene = async (width: number, height: number): Promise<Sharp> => {
  const [coarse, grain] = [
    noisePicture(24, 18),
    noisePicture(512, 512).modulate({ saturation: 0.3 }).ensureAlpha(0.06),
  ];
  const shapes = coarse.resize(width, height, { fit: "fill", kernel: "cubic" });
  return shapes.composite([{ input: await grain.png().toBuffer(), tile: true }]);
};

/** Photos as they come, the commonest first: a camera's, a phone's, one saved for the web, one out of a program. */
export const makePhotos = async (): Promise<Photo[]> => [
  {
    about: "JPEG, 12 megapixels",
    contentType: jpegType,
    bytes: await made(4_000, 3_000, (of) => of.jpeg({ quality: 92 })),
  },
  {
    about: "JPEG, 24 megapixels, turned",
    contentType: jpegType,
    bytes: await made(6_000, 4_000, (of) => of.withMetadata({ orientation: 6 }).jpeg({ quality: 90 })),
  },
  {
    about: "JPEG, 12 megapixels, progressive",
    contentType: jpegType,
    bytes: await made(4_000, 3_000, (of) => of.jpeg({ quality: 85, progressive: true })),
  },
  { about: "PNG, 3 megapixels", contentType: pngType, bytes: await made(2_048, 1_536, (of) => of.png()) },
  {
    about: "WebP, 12 megapixels",
    contentType: webpType,
    bytes: await made(4_000, 3_000, (of) => of.webp({ effort: 1 })),
  },
];

const made = async (width: number, height: number, as: (scene: Sharp) => Sharp) =>
  await as(await scene(width, height)).toBuffer();
