import { deflateSync } from "node:zlib";
import { type Entry, jpegType, pngType, webpType } from "./entry.ts";
import { flatJpeg, fourInks } from "./jpeg.ts";
import { fieldsPicture } from "./picture.ts";
import { chunk, deflatedZeros, flatPng, withChunks } from "./png.ts";
import { extendedHeader, riffChunk, webpOf } from "./riff.ts";

const size = { width: 600, height: 400 };
const small = () => fieldsPicture(size.width, size.height).png().toBuffer();
const nothing = deflateSync(Buffer.alloc(100));
/** What a bomb unfolds to: 200 MB out of 200 KB. */
const unfolded = 200_000_000;
const compressedText = () => chunk("zTXt", Buffer.concat([Buffer.from("Comment\0\0"), deflatedZeros(unfolded)]));
const internationalText = () =>
  chunk("iTXt", Buffer.concat([Buffer.from("Comment\0\x01\0\0\0"), deflatedZeros(unfolded)]));
const profile = () => chunk("iCCP", Buffer.concat([Buffer.from("Wide\0\0"), deflatedZeros(unfolded)]));

/** Files that ask for more memory or time than a photo may. */
export const bombs: readonly Entry[] = [
  {
    name: "JPEG just above 50 megapixels",
    contentType: jpegType,
    make: () => flatJpeg({ width: 7_072, height: 7_071 }),
    end: "too-many-pixels",
  },
  {
    name: "PNG just above 50 megapixels",
    contentType: pngType,
    make: () => flatPng({ width: 7_072, height: 7_071 }),
    end: "too-many-pixels",
  },
  {
    name: "PNG whose header says 100,000 by 100,000",
    contentType: pngType,
    make: () => flatPng({ width: 100_000, height: 100_000 }, [], nothing),
    end: "too-many-pixels",
  },
  {
    name: "PNG whose header says the most there is",
    contentType: pngType,
    make: () => flatPng({ width: 0x7fff_ffff, height: 0x7fff_ffff }, [], nothing),
    end: "too-many-pixels",
  },
  {
    name: "PNG that is too wide",
    contentType: pngType,
    make: () => flatPng({ width: 70_000, height: 1 }),
    end: "too-many-pixels",
  },
  {
    name: "JPEG whose header says 65,500 by 65,500",
    contentType: jpegType,
    make: async () => withSize(flatJpeg({ width: 8, height: 8 }), 65_500),
    end: "too-many-pixels",
  },
  {
    name: "WebP whose canvas is 16 million by 16 million",
    contentType: webpType,
    make: () => webpOf(extendedHeader(0, 2 ** 24, 2 ** 24), riffChunk("VP8 ", Buffer.alloc(20))),
    end: "too-many-pixels",
  },
  {
    name: "JPEG in four inks, progressive, 50 megapixels",
    contentType: jpegType,
    make: () => flatJpeg({ width: 10_000, height: 5_000, samplings: fourInks, kind: "progressive" }),
    end: "too-many-pixels",
  },
  {
    name: "PNG, interlaced, 16 bits with alpha, 50 megapixels",
    contentType: pngType,
    make: () => flatPng({ width: 10_000, height: 5_000, depth: 16, colourType: 6, interlaced: true }),
    end: "too-many-pixels",
  },
  {
    name: "PNG with less data than pixels",
    contentType: pngType,
    make: () => flatPng(size, [], nothing),
    end: "not-decodable",
  },
  {
    name: "PNG with a text that unfolds to 200 MB",
    contentType: pngType,
    make: async () => withChunks(await small(), compressedText()),
    end: size,
  },
  {
    name: "PNG with an international text that unfolds to 200 MB",
    contentType: pngType,
    make: async () => withChunks(await small(), internationalText()),
    end: size,
  },
  {
    name: "PNG with a profile that unfolds to 200 MB",
    contentType: pngType,
    make: async () => withChunks(await small(), profile()),
    end: size,
  },
];

/** Writes another size into the frame of a JPEG. */
const withSize = (jpeg: Buffer, side: number) => {
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(side, frame + 5);
  jpeg.writeUInt16BE(side, frame + 7);
  return jpeg;
};
