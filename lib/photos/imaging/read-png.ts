import type { ReadHeader } from "./header.ts";

const signatureLength = 8;
/** Length, type and checksum around the data of a chunk. */
const chunkFrame = 12;
const headerLength = 13;
/** Decoded samples of a pixel by colour type: a palette becomes colours with alpha. PNG (3rd edition) §11.2.1. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 4, 4: 2, 6: 4 };
/** Bytes held for a sample; resizing holds a quarter more of 16 bits (docs/decisions/015-images.md). */
const sampleBytes = { narrow: 1, wide: 2.5 };
const animationChunks: ReadonlySet<string> = new Set(["acTL", "fcTL", "fdAT"]);

/** PNG (3rd edition) §5: chunks from `IHDR` to `IEND`. */
export const readPng: ReadHeader = (bytes) => {
  const header = headerOf(bytes);
  if (header === undefined) return undefined;
  let animated = false;
  let offset = signatureLength;
  while (offset + chunkFrame <= bytes.length) {
    const type = bytes.toString("latin1", offset + 4, offset + 8);
    const next = offset + chunkFrame + bytes.readUInt32BE(offset);
    if (next > bytes.length) return undefined;
    if (type === "IEND") return { ...header, animated, end: next };
    animated ||= animationChunks.has(type);
    offset = next;
  }
  return undefined;
};

const headerOf = (bytes: Buffer) => {
  if (bytes.length < signatureLength + chunkFrame + headerLength) return undefined;
  if (bytes.readUInt32BE(8) !== headerLength || bytes.toString("latin1", 12, 16) !== "IHDR") return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const channels = channelsOf[bytes.readUInt8(25)];
  if (channels === undefined) return undefined;
  const sample = bytes.readUInt8(24) === 16 ? sampleBytes.wide : sampleBytes.narrow;
  const interlaced = bytes.readUInt8(28) !== 0;
  return { width, height, frameBytes: interlaced ? width * height * channels * sample : 0 };
};
