import { readJpeg } from "./read-jpeg.ts";

/** Bytes between parts: zeros, ones, white space, and the byte order mark of text. */
const fill: ReadonlySet<number> = new Set([0x00, 0xff, 0x09, 0x0a, 0x0d, 0x20, 0xef, 0xbb, 0xbf]);
const boxHeader = 8;

/**
 * Where the parts of a trailer begin, without fill: its first one, and what follows each further JPEG (CIPA DC-007
 * Multi-Picture Format) and film (ISO/IEC 14496-12). Parts in other formats are not separated.
 */
export const trailerParts = (trailer: Buffer): number[] => {
  const parts: number[] = [];
  for (let at = skipFill(trailer, 0); at < trailer.length; ) {
    parts.push(at);
    const length = lengthOfPicture(trailer.subarray(at)) ?? lengthOfFilm(trailer.subarray(at));
    if (length === undefined) break;
    at = skipFill(trailer, at + length);
  }
  return parts;
};

const skipFill = (bytes: Buffer, from: number): number => {
  let at = from;
  while (at < bytes.length && fill.has(bytes.readUInt8(at)) && !isJpegAt(bytes, at) && !isFilmAt(bytes, at)) at += 1;
  return at;
};

const isJpegAt = (bytes: Buffer, at: number) => bytes[at] === 0xff && bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff;
const isFilmAt = (bytes: Buffer, at: number) => bytes.toString("latin1", at + 4, at + boxHeader) === "ftyp";

const lengthOfPicture = (bytes: Buffer) => (isJpegAt(bytes, 0) ? readJpeg(bytes)?.end : undefined);

/** The boxes of a film up to the first malformed one. A box without a size ends with the file. */
const lengthOfFilm = (bytes: Buffer): number | undefined => {
  if (!isFilmAt(bytes, 0)) return undefined;
  let at = 0;
  while (at + boxHeader <= bytes.length && /^[ -~\xa9]{4}$/.test(bytes.toString("latin1", at + 4, at + boxHeader))) {
    const size = sizeOfBox(bytes, at);
    if (size < boxHeader || at + size > bytes.length) break;
    at += size;
  }
  return at === 0 ? undefined : at;
};

/** 0: to the end of the file; 1: in the 64 bits that follow. */
const sizeOfBox = (bytes: Buffer, at: number): number => {
  const size = bytes.readUInt32BE(at);
  if (size === 0) return bytes.length - at;
  return size === 1 && at + 16 <= bytes.length ? Number(bytes.readBigUInt64BE(at + 8)) : size;
};
