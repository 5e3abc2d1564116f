import { jpegType, pngType, webpType } from "../../../support/corpus/corpus-file.ts";
import { gainMapJpeg } from "../../../support/corpus/gain-map.ts";
import { inspectHere } from "../../../support/corpus/inspect-in-process.ts";
import { fieldsPicture, noise } from "../../../support/corpus/picture.ts";
import {
  disguises,
  foreignAnywhere,
  foreignTrailers,
  makersTrailers,
  samsungWith,
  type Trailer,
} from "../../../support/corpus/trailers.ts";

const size = { width: 60, height: 40 };
const picture = () => fieldsPicture(size.width, size.height);
const files = {
  [jpegType]: await picture().jpeg().toBuffer(),
  [pngType]: await picture().png().toBuffer(),
  [webpType]: await picture().webp().toBuffer(),
};
const types = Object.entries(files);

/** The size of a picture with these bytes behind its end, or the code of its rejection. */
const resultOf = async (file: Buffer, type: string, ...trailer: Buffer[]) => {
  const found = await inspectHere(Buffer.concat([file, ...trailer]), type);
  return found.ok ? { width: found.width, height: found.height } : found.code;
};

describe.each(types)("Behind a picture of %s", (type, file) => {
  test.each(makersTrailers)("%s is accepted, and the renditions leave it out", async (_, create) => {
    const trailer = await create();
    expect(await resultOf(file, type, trailer)).toEqual(size);
    const [alone, followed] = await Promise.all([
      inspectHere(file, type),
      inspectHere(Buffer.concat([file, trailer]), type),
    ]);
    expect(followed).toEqual(alone);
  });

  test.each(foreignTrailers)("%s is rejected, whatever is in front of it", async (_, create) => {
    const foreign = await create();
    for (const [name, disguise] of disguises)
      expect([name, await resultOf(file, type, await disguise(), foreign)]).toEqual([name, "foreign-content"]);
    expect(await resultOf(file, type, foreign, Buffer.from("\r\n"))).toBe("foreign-content");
  });
});

const isRejected = async ([, create]: Trailer, around: (foreign: Buffer) => Buffer) =>
  expect(await resultOf(files[jpegType], jpegType, around(await create()))).toBe("foreign-content");

test.each(foreignAnywhere())(
  "%s is rejected within the notes of a phone and between unknown bytes",
  async (...trailer) => {
    await isRejected(trailer, samsungWith);
    await isRejected(trailer, (foreign) => Buffer.concat([noise(70_000), foreign, noise(70_000)]));
  },
);

test("A foreign file is found across the windows of the search", async () => {
  for (const at of [65_500, 65_530, 65_535, 65_536, 65_540]) {
    const trailer = Buffer.concat([Buffer.alloc(at, "a"), Buffer.from("%PDF-1.7")]);
    expect(await resultOf(files[jpegType], jpegType, trailer)).toBe("foreign-content");
  }
});

test("A JPEG with a gain map of high dynamic range is accepted with the size of its base picture", async () => {
  expect(await resultOf(await gainMapJpeg(600, 400), jpegType)).toEqual({ width: 600, height: 400 });
});

test("Noise of 25 MB behind a picture is no foreign file", async () => {
  expect(await resultOf(files[jpegType], jpegType, noise(25_000_000))).toEqual(size);
});
