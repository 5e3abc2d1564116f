import sharp from "sharp";
import { jpegType, pngType, webpType } from "../../../support/corpus/corpus-file.ts";
import { renditionsOf } from "../../../support/corpus/inspect-in-process.ts";
import { segment, withSegments } from "../../../support/corpus/jpeg.ts";
import { corners, fieldsPicture } from "../../../support/corpus/picture.ts";
import { adobeRgb, profileData } from "../../../support/corpus/profile.ts";
import { validFiles } from "../../../support/corpus/valid.ts";
import { chunksOf } from "../../../support/corpus/webp-container.ts";
import { canary } from "../../../support/corpus/with-metadata.ts";

// The core allows itself three loaders of bytes, WebP among them: here it reads back what was made.

/** How far a channel may be off, of 255: two lossy encodings lie between. */
const tolerance = 12;

/** The colour in the middle of each field, in the order of reading. */
const cornersOf = async (webp: Buffer) => {
  const { data, info } = await sharp(webp).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return [0.25, 0.75].flatMap((down) =>
    [0.25, 0.75].map((across) => {
      const [x, y] = [Math.floor(info.width * across), Math.floor(info.height * down)];
      return [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
    }),
  );
};

const farthest = (found: number[][], expected: readonly (readonly number[])[]) =>
  Math.max(
    ...found.flatMap((colour, index) => colour.map((value, at) => Math.abs(value - (expected[index]?.[at] ?? 999)))),
  );

const coloured = validFiles.filter(({ name }) => !/grey|ink|Adobe/.test(name));

test.each(coloured)("$name is rendered upright and in its own colours", async (entry) => {
  const orientation = /orientation (\d)/.exec(entry.name)?.[1];
  const order = expectedOrder[Number(orientation ?? 1)] ?? [];
  const expected = order.map((index) => corners[index] ?? []);
  for (const { data } of await renditionsOf(entry)) {
    expect(farthest(await cornersOf(data), expected)).toBeLessThanOrEqual(tolerance);
  }
});

/** Exif 2.32, tag 0x0112: the corners of the stored image in the order of reading, by orientation. */
const expectedOrder: Readonly<Record<number, readonly number[]>> = {
  1: [0, 1, 2, 3],
  2: [1, 0, 3, 2],
  3: [3, 2, 1, 0],
  4: [2, 3, 0, 1],
  5: [0, 2, 1, 3],
  6: [2, 0, 3, 1],
  7: [3, 1, 2, 0],
  8: [1, 3, 0, 2],
};

test("Adobe RGB is converted by its profile", async () => {
  // Adobe RGB (100, 150, 120) is sRGB (66, 151, 119), by the published matrices and gammas.
  const flat = sharp({ create: { width: 40, height: 40, channels: 3, background: { r: 100, g: 150, b: 120 } } });
  const plain = await flat.jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();
  const create = () => withSegments(plain, segment(0xe2, profileData(adobeRgb())));
  const [, screen] = await renditionsOf({ contentType: jpegType, create });
  const [found = []] = await cornersOf(screen.data);
  expect(farthest([found], [[66, 151, 119]])).toBeLessThanOrEqual(4);
});

test("CMYK is converted to the same colours", async () => {
  const create = () => fieldsPicture(200, 200).toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer();
  const [, screen] = await renditionsOf({ contentType: jpegType, create });
  // Ink reaches fewer colours than light: near is all there is.
  expect(farthest(await cornersOf(screen.data), corners)).toBeLessThanOrEqual(70);
});

test("A grey image stays grey", async () => {
  const create = () => fieldsPicture(200, 200).greyscale().jpeg().toBuffer();
  const [, screen] = await renditionsOf({ contentType: jpegType, create });
  for (const [red = 0, green = 0, blue = 0] of await cornersOf(screen.data)) {
    expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThanOrEqual(3);
  }
});

test.each([pngType, webpType])("Transparency of %s is kept", async (contentType) => {
  const seeThrough = () => fieldsPicture(200, 200).ensureAlpha(0.5);
  const create = () => (contentType === pngType ? seeThrough().png() : seeThrough().webp()).toBuffer();
  const [, screen] = await renditionsOf({ contentType, create });
  const { data } = await sharp(screen.data).extractChannel(3).raw().toBuffer({ resolveWithObject: true });
  expect(Math.abs((data[0] ?? 0) - 128)).toBeLessThanOrEqual(2);
});

describe("Renditions contain no metadata", () => {
  test.each(validFiles)(
    "A rendition of $name has only chunks of the image and no text of the camera",
    async (entry) => {
      for (const { data } of await renditionsOf(entry)) {
        const types = chunksOf(data).map(({ type }) => type);
        expect(types.filter((type) => !["VP8 ", "VP8X", "ALPH"].includes(type))).toEqual([]);
        for (const word of [canary, "Exif", "GPS", "xmpmeta", "ICC", "8BIM"]) expect(data.includes(word)).toBe(false);
      }
    },
  );

  test("The originals contain the text that the renditions must not contain", async () => {
    const withMetadata = validFiles.filter(({ name }) => name.includes("GPS"));
    expect(withMetadata).toHaveLength(3);
    for (const { create } of withMetadata) expect((await create()).includes(canary)).toBe(true);
  });
});
