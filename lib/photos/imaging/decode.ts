import sharp from "sharp";
import type { ImageHeader } from "./header.ts";
import { decodeSeconds, pixelMaximum, renditionSides } from "./limits.ts";

/** The only enabled loaders: no SVG, GIF, TIFF, HEIF, PDF, and no JPEG with a gain map, whose image would be decoded at full size. */
const loaders = ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"];

// Settings of the process. Each photo is decoded once, so a cache would only cost memory, and so would a second thread.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: loaders });
sharp.cache(false);
sharp.concurrency(1);

export { sharp };

/** Pixels of an image, eight bits a channel in sRGB, with alpha where the file has it; not yet turned upright. */
export type Pixels = {
  data: Buffer;
  raw: { width: number; height: number; channels: 1 | 2 | 3 | 4 };
  orientation: number;
};

const box = {
  width: renditionSides.screen,
  height: renditionSides.screen,
  fit: "inside",
  withoutEnlargement: true,
} as const;
/** libjpeg reports a broken scan as a warning only, and fills the rest with grey. */
const strictly = { limitInputPixels: pixelMaximum, failOn: "warning", sequentialRead: true } as const;

/**
 * Decodes a file into the pixels of its largest rendition. The box is square, so the image can be turned upright later, when
 * it is small. Undefined where the decoder fails, or finds another format or size than the header has.
 */
export const decode = async (bytes: Buffer, format: string, header: ImageHeader): Promise<Pixels | undefined> => {
  try {
    const found = await sharp(bytes, strictly).metadata();
    if (found.format !== format || found.width !== header.width || found.height !== header.height) return undefined;
    const image = sharp(bytes, strictly).resize(box).timeout({ seconds: decodeSeconds });
    // sharp converts 16 bits with a profile to Display P3 and no further, unless a profile is named.
    const converted = found.depth === "ushort" && found.icc !== undefined ? image.withIccProfile("srgb") : image;
    const { data, info } = await converted.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return { data, raw: { width, height, channels }, orientation: found.orientation ?? 1 };
  } catch (error) {
    if (isFileError(error)) return undefined;
    throw error;
  }
};

/** Errors of libvips are caused by the file, except for insufficient memory. */
const isFileError = (error: unknown) => error instanceof Error && !/out of memory/i.test(error.message);
