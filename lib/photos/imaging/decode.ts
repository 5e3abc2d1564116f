import sharp from "sharp";
import type { ImageHeader } from "./header.ts";
import { decodeSeconds, pixelMaximum, renditionSides } from "./limits.ts";

/** The only loaders that ever run: no SVG, GIF, TIFF, HEIF, PDF, and no JPEG with a gain map, which would be decoded whole. */
const loaders = ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"];

// Once for the process. A photo is looked at once, so a cache only costs memory; a second thread costs its buffers too.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: loaders });
sharp.cache(false);
sharp.concurrency(1);

export { sharp };

/** Pixels of a picture, eight bits a channel in sRGB, with alpha where the file has it; not yet turned upright. */
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
/** A warning of a decoder is what a broken scan gets: libjpeg fills the rest with grey and goes on. */
const strictly = { limitInputPixels: pixelMaximum, failOn: "warning", sequentialRead: true } as const;

/**
 * Decodes a whole file into the pixels of its largest rendition. The box is square, so the picture is turned afterwards,
 * when it is small. Undefined where the decoder finds a fault, or finds another picture than the outline does.
 */
export const decode = async (bytes: Buffer, format: string, outline: ImageHeader): Promise<Pixels | undefined> => {
  try {
    const found = await sharp(bytes, strictly).metadata();
    if (found.format !== format || found.width !== outline.width || found.height !== outline.height) return undefined;
    const image = sharp(bytes, strictly).resize(box).timeout({ seconds: decodeSeconds });
    // Sharp takes 16 bits with a profile to Display P3 and leaves them there, unless told where they go.
    const placed = found.depth === "ushort" && found.icc !== undefined ? image.withIccProfile("srgb") : image;
    const { data, info } = await placed.raw().toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return { data, raw: { width, height, channels }, orientation: found.orientation ?? 1 };
  } catch (error) {
    if (isOfFile(error)) return undefined;
    throw error;
  }
};

/** All that libvips says of a file is a fault of the file; that there is no memory is not. */
const isOfFile = (error: unknown) => error instanceof Error && !/out of memory/i.test(error.message);
