import fc from "fast-check";
import { readJpeg } from "../../../../lib/photos/imaging/read-jpeg.ts";
import { readPng } from "../../../../lib/photos/imaging/read-png.ts";
import { readWebp } from "../../../../lib/photos/imaging/read-webp.ts";
import { jpegType, pngType, webpType } from "../../../support/corpus/corpus-file.ts";
import { inspectHere } from "../../../support/corpus/inspect-in-process.ts";
import { fieldsPicture } from "../../../support/corpus/picture.ts";

const picture = () => fieldsPicture(40, 30);
const allObjects = {
  [jpegType]: await picture().jpeg().toBuffer(),
  [pngType]: await picture().png().toBuffer(),
  [webpType]: await picture().webp().toBuffer(),
};

test.each(Object.entries(allObjects))(
  "Any damage to a file of %s ends in a picture or a code, never in an error",
  async (type, file) => {
    const damage = fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(file.length), async (writes, length) => {
        const bytes = Buffer.from(file);
        for (const [at, value] of writes) bytes[at] = value;
        const found = await inspectHere(bytes.subarray(0, Math.max(length, file.length / 2)), type);
        expect(found.ok ? found.renditions.length : typeof found.code).toBe(found.ok ? 2 : "string");
      }),
      { numRuns: 150 },
    );
  },
);

const readers = { readJpeg, readPng, readWebp };

test.each(Object.entries(readers))("%s stays within any bytes it is given", (_, read) => {
  const beginnings = Object.values(allObjects).map((file) =>
    fc.nat(file.length).map((length) => file.subarray(0, length)),
  );
  const bytes = fc
    .tuple(fc.oneof(...beginnings), fc.uint8Array({ maxLength: 60 }))
    .map((parts) => Buffer.concat(parts));
  fc.assert(
    fc.property(bytes, (given) => {
      const outline = read(given);
      if (outline !== undefined) expect(outline.end).toBeLessThanOrEqual(given.length);
    }),
    { numRuns: 2_000 },
  );
});
