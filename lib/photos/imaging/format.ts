import type { ReadHeader } from "./header.ts";
import { readJpeg } from "./read-jpeg.ts";
import { readPng } from "./read-png.ts";
import { readWebp } from "./read-webp.ts";

type ImageFormat = {
  contentType: string;
  /** As the decoder calls it. */
  format: "jpeg" | "png" | "webp";
  begins: (bytes: Buffer) => boolean;
  read: ReadHeader;
};

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const isAt = (bytes: Buffer, offset: number, text: string) =>
  bytes.toString("latin1", offset, offset + text.length) === text;

/** The kinds of files taken. The first bytes decide, never a name or what the sender says. */
const kinds: readonly ImageFormat[] = [
  {
    contentType: "image/jpeg",
    format: "jpeg",
    begins: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
    read: readJpeg,
  },
  {
    contentType: "image/png",
    format: "png",
    begins: (bytes) => bytes.subarray(0, pngSignature.length).equals(pngSignature),
    read: readPng,
  },
  {
    contentType: "image/webp",
    format: "webp",
    begins: (bytes) => isAt(bytes, 0, "RIFF") && isAt(bytes, 8, "WEBP"),
    read: readWebp,
  },
];

/** The kind of a file by its first bytes; undefined for all that is not taken. */
export const detectFormat = (bytes: Buffer): ImageFormat | undefined => kinds.find(({ begins }) => begins(bytes));
