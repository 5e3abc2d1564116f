/** ICC.1 §7: a matrix profile of Adobe RGB (1998), made of its published primaries and its gamma of 563/256. */

const fixed = (value: number) => Math.round(value * 65_536);
const tag = (type: string, body: Buffer) => Buffer.concat([Buffer.from(type), Buffer.alloc(4), body]);

const xyz = (...values: readonly number[]) => {
  const body = Buffer.alloc(12);
  for (const [index, value] of values.entries()) body.writeInt32BE(fixed(value), 4 * index);
  return tag("XYZ ", body);
};

const gamma = () => {
  const body = Buffer.alloc(8);
  body.writeUInt32BE(1);
  body.writeUInt16BE(563, 4);
  return tag("curv", body);
};

const text = (words: string) => tag("text", Buffer.from(`${words}\0`));

const description = (words: string) => {
  const body = Buffer.alloc(4 + words.length + 1 + 78);
  body.writeUInt32BE(words.length + 1);
  body.write(words, 4);
  return tag("desc", body);
};

/** Colours adapted to D50. Adobe RGB (1998) Color Image Encoding, §4.3.5. */
const tags: readonly (readonly [string, Buffer])[] = [
  ["desc", description("Wide")],
  ["cprt", text("No copyright")],
  ["wtpt", xyz(0.95045, 1, 1.08905)],
  ["rXYZ", xyz(0.60974, 0.31111, 0.01947)],
  ["gXYZ", xyz(0.20528, 0.62567, 0.06087)],
  ["bXYZ", xyz(0.14919, 0.06322, 0.74457)],
  ["rTRC", gamma()],
  ["gTRC", gamma()],
  ["bTRC", gamma()],
];

const aligned = (data: Buffer) => Buffer.concat([data, Buffer.alloc((4 - (data.length % 4)) % 4)]);

const header = (size: number) => {
  const bytes = Buffer.alloc(128);
  bytes.writeUInt32BE(size);
  bytes.writeUInt32BE(0x02_10_00_00, 8);
  bytes.write("mntrRGB XYZ ", 12);
  bytes.write("acsp", 36);
  for (const [index, value] of [0.9642, 1, 0.8249].entries()) bytes.writeInt32BE(fixed(value), 68 + 4 * index);
  return bytes;
};

export const adobeRgb = (): Buffer => {
  const bodies = tags.map(([, data]) => aligned(data));
  const first = 128 + 4 + 12 * tags.length;
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length);
  let offset = first;
  for (const [index, [name, data]] of tags.entries()) {
    table.write(name, 4 + 12 * index);
    table.writeUInt32BE(offset, 8 + 12 * index);
    table.writeUInt32BE(data.length, 12 + 12 * index);
    offset += bodies[index]?.length ?? 0;
  }
  return Buffer.concat([header(offset), table, ...bodies]);
};

/** The segment of a JPEG that carries a profile (ICC.1 annex B.4). */
export const profileData = (profile: Buffer) =>
  Buffer.concat([Buffer.from("ICC_PROFILE\0\x01\x01", "latin1"), profile]);
