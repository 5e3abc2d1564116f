import { cut, scratched, without } from "./damage.ts";
import { type Entry, jpegType, pngType, webpType } from "./entry.ts";
import { flatJpeg } from "./jpeg.ts";
import { noisePicture } from "./picture.ts";
import { flatPng } from "./png.ts";

const photo = (options = {}) => noisePicture(300, 200).jpeg(options).toBuffer();
const markerAt = (jpeg: Buffer, code: number) => jpeg.indexOf(Buffer.from([0xff, code]));
const withMarker = (jpeg: Buffer, from: number, to: number) => {
  jpeg.writeUInt8(to, markerAt(jpeg, from) + 1);
  return jpeg;
};

/** Files that were photos once, or never quite. */
export const broken: readonly Entry[] = [
  { name: "nothing at all", contentType: jpegType, make: () => Buffer.alloc(0), end: "wrong-type" },
  {
    name: "three bytes of a JPEG",
    contentType: jpegType,
    make: () => Buffer.from([0xff, 0xd8, 0xff]),
    end: "not-decodable",
  },
  {
    name: "JPEG truncated in its header",
    contentType: jpegType,
    make: async () => (await photo()).subarray(0, 100),
    end: "not-decodable",
  },
  {
    name: "JPEG truncated in the middle",
    contentType: jpegType,
    make: async () => cut(await photo(), 0.5),
    end: "not-decodable",
  },
  {
    name: "JPEG without its last two bytes",
    contentType: jpegType,
    make: async () => without(await photo(), 2),
    end: "not-decodable",
  },
  {
    name: "JPEG truncated and closed again",
    contentType: jpegType,
    make: async () => Buffer.concat([cut(await photo(), 0.5), Buffer.from([0xff, 0xd9])]),
    end: "not-decodable",
  },
  {
    name: "progressive JPEG truncated and closed again",
    contentType: jpegType,
    make: async () => Buffer.concat([cut(await photo({ progressive: true }), 0.5), Buffer.from([0xff, 0xd9])]),
    end: "not-decodable",
  },
  {
    name: "JPEG with a scratch in its scan",
    contentType: jpegType,
    make: () => scratched(flatJpeg({ width: 300, height: 200 })),
    end: "not-decodable",
  },
  {
    name: "JPEG with two frames",
    contentType: jpegType,
    make: () => twoFrames(flatJpeg({ width: 8, height: 8 })),
    end: "not-decodable",
  },
  {
    name: "JPEG with 101 scans",
    contentType: jpegType,
    make: () => flatJpeg({ width: 60, height: 40, kind: "progressive", repeats: 101 }),
    end: "not-decodable",
  },
  {
    name: "JPEG in arithmetic codes",
    contentType: jpegType,
    make: () => withMarker(flatJpeg({ width: 8, height: 8 }), 0xc0, 0xc9),
    end: "not-decodable",
  },
  {
    name: "JPEG without a pixel",
    contentType: jpegType,
    make: () => flatJpeg({ width: 0, height: 8 }),
    end: "not-decodable",
  },
  {
    name: "PNG truncated in the middle",
    contentType: pngType,
    make: async () => cut(await noisePicture(300, 200).png().toBuffer(), 0.5),
    end: "not-decodable",
  },
  {
    name: "PNG without its end",
    contentType: pngType,
    make: () => without(flatPng({ width: 20, height: 20 }), 12),
    end: "not-decodable",
  },
  {
    name: "PNG with a scratch in its data",
    contentType: pngType,
    make: async () => scratched(await noisePicture(300, 200).png().toBuffer()),
    end: "not-decodable",
  },
  {
    name: "PNG without a pixel",
    contentType: pngType,
    make: () => flatPng({ width: 0, height: 0 }),
    end: "not-decodable",
  },
  {
    name: "PNG with data that is not compressed",
    contentType: pngType,
    make: () => flatPng({ width: 20, height: 20 }, [], Buffer.alloc(100, 7)),
    end: "not-decodable",
  },
  {
    name: "WebP truncated in the middle",
    contentType: webpType,
    make: async () => cut(await noisePicture(300, 200).webp().toBuffer(), 0.5),
    end: "not-decodable",
  },
  {
    name: "WebP with a scratch at its beginning",
    contentType: webpType,
    make: async () => scratched(await noisePicture(300, 200).webp().toBuffer(), 30),
    end: "not-decodable",
  },
  {
    name: "WebP of nothing but its first words",
    contentType: webpType,
    make: () => Buffer.from("RIFF\x04\0\0\0WEBP", "latin1"),
    end: "not-decodable",
  },
  {
    name: "JPEG of other bytes than announced",
    contentType: jpegType,
    make: () => photo(),
    end: "wrong-bytes",
    falsified: { sha256: "0".repeat(64) },
  },
  {
    name: "JPEG a byte longer than announced",
    contentType: jpegType,
    make: () => flatJpeg({ width: 8, height: 8 }),
    end: "wrong-bytes",
    falsified: { size: flatJpeg({ width: 8, height: 8 }).length - 1 },
  },
];

const twoFrames = (jpeg: Buffer) => {
  const frame = jpeg.subarray(markerAt(jpeg, 0xc0), markerAt(jpeg, 0xda));
  return Buffer.concat([jpeg.subarray(0, markerAt(jpeg, 0xda)), frame, jpeg.subarray(markerAt(jpeg, 0xda))]);
};
