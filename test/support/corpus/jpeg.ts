/** JPEG files that no encoder writes: huge and flat ones, unusual segments, several scans. */

type Layout = {
  width: number;
  height: number;
  /** Sampling of each component, across and down; one entry for grey. */
  samplings?: readonly (readonly [number, number])[];
  /** `scans`: baseline with a scan for each component. */
  kind?: "baseline" | "scans" | "progressive";
  /** Number of first scans of a progressive picture. */
  repeats?: number;
};

const single = [1, 1] as const;
const fullColour = [single, single, single];
export const halvedColour = [[2, 2] as const, single, single];
export const fourInks = [single, single, single, single];

const bytesOf = (...values: number[]) => Buffer.from(values);
const pair = (value: number) => [value >> 8, value & 0xff];

export const segment = (code: number, data: Buffer) =>
  Buffer.concat([bytesOf(0xff, code, ...pair(data.length + 2)), data]);
export const comment = (text: Buffer | string) => segment(0xfe, Buffer.from(text));
const start = bytesOf(0xff, 0xd8);
const end = bytesOf(0xff, 0xd9);

/** Puts segments in front of all others. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]) =>
  Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

const quantisation = segment(0xdb, Buffer.concat([bytesOf(0), Buffer.alloc(64, 1)]));
/** A table with a single code of this length, for the value 0: a DC difference of 0, or the end of a block. */
const huffman = (tableClass: number, codeLength: number) => {
  const counts = Array.from({ length: 16 }, (_, index) => (index + 1 === codeLength ? 1 : 0));
  return segment(0xc4, bytesOf(tableClass << 4, ...counts, 0));
};
const tables = [quantisation, huffman(0, 2), huffman(1, 2)];

/** Bits of a block, all zero: both codes in a baseline scan, only the DC code in the first progressive scan. */
const blockBits = { baseline: 4, scans: 4, progressive: 2 };

export const flatJpeg = ({ width, height, samplings = fullColour, kind = "baseline", repeats = 1 }: Layout): Buffer => {
  const across = Math.max(...samplings.map(([each]) => each));
  const down = Math.max(...samplings.map(([, each]) => each));
  const units = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
  const components = samplings.map(([h, v], index) => [index + 1, (h << 4) | v, 0]);
  const frame = bytesOf(8, ...pair(height), ...pair(width), components.length, ...components.flat());
  const scan = (which: readonly number[], blocks: number) =>
    Buffer.concat([
      segment(0xda, bytesOf(which.length, ...which.flatMap((id) => [id, 0]), 0, kind === "progressive" ? 0 : 63, 0)),
      Buffer.alloc(Math.ceil((blocks * blockBits[kind]) / 8)),
    ]);
  const ids = components.map(([id = 0]) => id);
  const perUnit = samplings.reduce((sum, [h, v]) => sum + h * v, 0);
  const scans =
    kind === "scans"
      ? ids.map((id) => scan([id], Math.ceil(width / 8) * Math.ceil(height / 8)))
      : Array.from({ length: repeats }, () => scan(ids, units * perUnit));
  return Buffer.concat([start, ...tables, segment(kind === "progressive" ? 0xc2 : 0xc0, frame), ...scans, end]);
};
