import type { ReadHeader } from "./header.ts";
import { readJpeg } from "./read-jpeg.ts";
import { readPng } from "./read-png.ts";
import { readWebp } from "./read-webp.ts";

type ImageFormat = {
  contentType: string;
  /** As in the metadata of sharp. */
  name: "jpeg" | "png" | "webp";
  begins: (bytes: Buffer) => boolean;
  read: ReadHeader;
};

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const isAt = (bytes: Buffer, offset: number, text: string) =>
  bytes.toString("latin1", offset, offset + text.length) === text;

/** The accepted formats. They are detected by the first bytes, not by file name or content type. */
const formats: readonly ImageFormat[] = [
  {
    contentType: "image/jpeg",
    name: "jpeg",
    begins: (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
    read: readJpeg,
  },
  {
    contentType: "image/png",
    name: "png",
    begins: (bytes) => bytes.subarray(0, pngSignature.length).equals(pngSignature),
    read: readPng,
  },
  {
    contentType: "image/webp",
    name: "webp",
    begins: (bytes) => isAt(bytes, 0, "RIFF") && isAt(bytes, 8, "WEBP"),
    read: readWebp,
  },
];

/** The format of a file; undefined for one that is not accepted. */
export const detectFormat = (bytes: Buffer): ImageFormat | undefined => formats.find(({ begins }) => begins(bytes));
