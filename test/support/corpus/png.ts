import { crc32, deflateSync } from "node:zlib";

/** PNG files that no encoder writes. */

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const number32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

export const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([number32(data.length), body, number32(crc32(body))]);
};

type Header = { width: number; height: number; depth?: 8 | 16; colourType?: 0 | 2 | 4 | 6; interlaced?: boolean };

const headerChunk = ({ width, height, depth = 8, colourType = 2, interlaced = false }: Header) =>
  chunk(
    "IHDR",
    Buffer.concat([number32(width), number32(height), Buffer.from([depth, colourType, 0, 0, interlaced ? 1 : 0])]),
  );

const channels = { 0: 1, 2: 3, 4: 2, 6: 4 };
/** Adam7 (PNG, 3rd edition, §8.1): where each pass begins, and its steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows, each after the byte of its filter. */
const rowBytes = ({ width, height, depth = 8, colourType = 2, interlaced = false }: Header): number => {
  const pixel = (channels[colourType] * depth) / 8;
  if (!interlaced) return height * (1 + width * pixel);
  return passes
    .map(([x, y, right, down]) => [Math.ceil((width - x) / right), Math.ceil((height - y) / down)] as const)
    .reduce((sum, [across, rows]) => sum + (across > 0 && rows > 0 ? rows * (1 + across * pixel) : 0), 0);
};

/** A picture whose samples are all zero. `ahead`: chunks in front of its data; `data`: other data than its own. */
export const flatPng = (
  header: Header,
  ahead: readonly Buffer[] = [],
  data = deflatedZeros(rowBytes(header)),
): Buffer =>
  Buffer.concat([signature, headerChunk(header), ...ahead, chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);

/** Compresses zeros to a thousandth. */
export const deflatedZeros = (length: number) => deflateSync(Buffer.alloc(length), { level: 1 });

export const withChunks = (png: Buffer, ...chunks: Buffer[]) => {
  const headerEnd = 8 + 25;
  return Buffer.concat([png.subarray(0, headerEnd), ...chunks, png.subarray(headerEnd)]);
};
