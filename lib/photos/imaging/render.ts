import type { Sharp } from "sharp";
import { type Pixels, sharp } from "./decode.ts";
import { type RenditionName, renditionSides } from "./limits.ts";

/** A rendition: WebP in sRGB, upright, without metadata. `width`, `height`: pixels. */
export type Rendition = { name: RenditionName; data: Buffer; width: number; height: number };

/** The quality at which a photo shows no blocks. */
const webp = { quality: 80, effort: 4 } as const;

/** The renditions of decoded pixels, the smaller first. */
export const render = (pixels: Pixels): Promise<Rendition[]> =>
  Promise.all([renderOne("thumb", pixels), renderOne("screen", pixels)]);

const renderOne = async (name: RenditionName, { data: from, raw, orientation }: Pixels): Promise<Rendition> => {
  const side = renditionSides[name];
  const { data, info } = await upright(sharp(from, { raw }), orientation)
    .resize({ width: side, height: side, fit: "inside", withoutEnlargement: true })
    .webp(webp)
    .toBuffer({ resolveWithObject: true });
  return { name, data, width: info.width, height: info.height };
};

/** Undoes an orientation of Exif (CIPA DC-008, tag 0x0112). Sharp mirrors first, then turns clockwise. */
const upright = (image: Sharp, orientation: number): Sharp => {
  switch (orientation) {
    case 2:
      return image.flop();
    case 3:
      return image.rotate(180);
    case 4:
      return image.flip();
    case 5:
      return image.flop().rotate(270);
    case 6:
      return image.rotate(90);
    case 7:
      return image.flop().rotate(90);
    case 8:
      return image.rotate(270);
    default:
      return image;
  }
};

/** From this orientation on, width and height are exchanged. */
const firstSideways = 5;

/** Whether an orientation exchanges width and height. */
export const isSideways = (orientation: number) => orientation >= firstSideways;
