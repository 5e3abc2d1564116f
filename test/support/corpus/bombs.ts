import { deflateSync } from "node:zlib";
import { type CorpusFile, jpeg, png, webp } from "./corpus-file.ts";
import { flatJpeg, fourInks } from "./jpeg.ts";
import { fieldsPicture } from "./picture.ts";
import { chunk, deflatedZeros, flatPng, withChunks } from "./png.ts";
import { extendedHeader, riffChunk, webpOf } from "./webp-container.ts";

const size = { width: 600, height: 400 };
const small = () => fieldsPicture(size.width, size.height).png().toBuffer();
const nothing = deflateSync(Buffer.alloc(100));
/** A chunk of 200 KB that decompresses to 200 MB. */
const bomb = (type: string, start: string) =>
  chunk(type, Buffer.concat([Buffer.from(start), deflatedZeros(200_000_000)]));

/** Files that ask for more memory or time than a photo may. */
export const bombs: readonly CorpusFile[] = [
  jpeg("JPEG just above 50 megapixels", "too-many-pixels", () => flatJpeg({ width: 7_072, height: 7_071 })),
  png("PNG just above 50 megapixels", "too-many-pixels", () => flatPng({ width: 7_072, height: 7_071 })),
  png("PNG whose header says 100,000 by 100,000", "too-many-pixels", () =>
    flatPng({ width: 100_000, height: 100_000 }, [], nothing),
  ),
  png("PNG whose header says the maximal size", "too-many-pixels", () =>
    flatPng({ width: 0x7fff_ffff, height: 0x7fff_ffff }, [], nothing),
  ),
  png("PNG that is too wide", "too-many-pixels", () => flatPng({ width: 70_000, height: 1 })),
  jpeg("JPEG whose header says 65,500 by 65,500", "too-many-pixels", async () =>
    withSize(flatJpeg({ width: 8, height: 8 }), 65_500),
  ),
  webp("WebP whose canvas is 16 million by 16 million", "too-many-pixels", () =>
    webpOf(extendedHeader(0, 2 ** 24, 2 ** 24), riffChunk("VP8 ", Buffer.alloc(20))),
  ),
  jpeg("JPEG in four inks, progressive, 50 megapixels", "too-many-pixels", () =>
    flatJpeg({ width: 10_000, height: 5_000, samplings: fourInks, kind: "progressive" }),
  ),
  png("PNG, interlaced, 16 bits with alpha, 50 megapixels", "too-many-pixels", () =>
    flatPng({ width: 10_000, height: 5_000, depth: 16, colourType: 6, interlaced: true }),
  ),
  png("PNG with less data than pixels", "not-decodable", () => flatPng(size, [], nothing)),
  png("PNG with a text that decompresses to 200 MB", size, async () =>
    withChunks(await small(), bomb("zTXt", "Comment\0\0")),
  ),
  png("PNG with an international text that decompresses to 200 MB", size, async () =>
    withChunks(await small(), bomb("iTXt", "Comment\0\x01\0\0\0")),
  ),
  png("PNG with a profile that decompresses to 200 MB", size, async () =>
    withChunks(await small(), bomb("iCCP", "Wide\0\0")),
  ),
];

/** Writes another size into the frame of a JPEG. */
const withSize = (jpeg: Buffer, side: number) => {
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(side, frame + 5);
  jpeg.writeUInt16BE(side, frame + 7);
  return jpeg;
};
