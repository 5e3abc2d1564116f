import type { ReadHeader } from "./header.ts";

/** `RIFF`, the size of what follows, `WEBP`. */
const headerLength = 12;
const chunkHeader = 8;
const animationChunks: ReadonlySet<string> = new Set(["ANIM", "ANMF"]);
/** The lossless decoder holds every pixel in four bytes before it scales. */
const losslessPixel = 4;

type Size = { width: number; height: number };

/** RFC 9649 §2: RIFF chunks, the first of which shows whether the file is simple (`VP8 `, `VP8L`) or extended (`VP8X`). */
export const readWebp: ReadHeader = (bytes) => {
  if (bytes.length < headerLength) return undefined;
  const end = chunkHeader + even(bytes.readUInt32LE(4));
  if (end > bytes.length) return undefined;
  let size: Size | undefined;
  let [animated, lossless] = [false, false];
  for (let offset = headerLength; offset < end; ) {
    if (offset + chunkHeader > end) return undefined;
    const type = bytes.toString("latin1", offset, offset + 4);
    const next = offset + chunkHeader + even(bytes.readUInt32LE(offset + 4));
    if (next > end) return undefined;
    size ??= sizeOf(type, bytes.subarray(offset + chunkHeader, next));
    if (size === undefined) return undefined;
    animated ||= animationChunks.has(type);
    lossless ||= type === "VP8L";
    offset = next;
  }
  return size && { ...size, animated, end, frameBytes: lossless ? size.width * size.height * losslessPixel : 0 };
};

/** Chunks are padded to an even length. */
const even = (length: number) => length + (length % 2);

const sizeOf = (type: string, data: Buffer): Size | undefined => {
  if (data.length < 10) return undefined;
  if (type === "VP8X") return { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
  // RFC 6386 §9.1: three bytes of frame tag, three of start code, then 14 bits and two of scale each.
  if (type === "VP8 ") return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff };
  if (type !== "VP8L") return undefined;
  const packed = data.readUInt32LE(1);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
};
