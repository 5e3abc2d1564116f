import { type CorpusFile, jpeg, png, webp } from "./corpus-file.ts";
import { flatJpeg } from "./jpeg.ts";
import { noisePicture } from "./picture.ts";
import { flatPng } from "./png.ts";

const photo = (options = {}) => noisePicture(300, 200).jpeg(options).toBuffer();
const pngPhoto = () => noisePicture(300, 200).png().toBuffer();
const webpPhoto = () => noisePicture(300, 200).webp().toBuffer();
const tiny = { width: 8, height: 8 };

const firstHalf = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));
/** The end of an image after which a decoder expects no more data. */
const closed = (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([0xff, 0xd9])]);
/** Overwrites 64 bytes, as a bad disk or card does. */
export const scratched = (bytes: Buffer, at = Math.floor(bytes.length / 2)) => bytes.fill(0x55, at, at + 64);

const markerAt = (jpeg: Buffer, code: number) => jpeg.indexOf(Buffer.from([0xff, code]));
const withMarker = (jpeg: Buffer, from: number, to: number) => {
  jpeg.writeUInt8(to, markerAt(jpeg, from) + 1);
  return jpeg;
};

/** Damaged, incomplete and falsely announced files. */
export const malformedFiles: readonly CorpusFile[] = [
  jpeg("nothing at all", "wrong-type", () => Buffer.alloc(0)),
  jpeg("three bytes of a JPEG", "not-decodable", () => Buffer.from([0xff, 0xd8, 0xff])),
  jpeg("JPEG truncated in its header", "not-decodable", async () => (await photo()).subarray(0, 100)),
  jpeg("JPEG truncated in the middle", "not-decodable", async () => firstHalf(await photo())),
  jpeg("JPEG without its last two bytes", "not-decodable", async () => (await photo()).subarray(0, -2)),
  jpeg("JPEG truncated and closed again", "not-decodable", async () => closed(firstHalf(await photo()))),
  jpeg("progressive JPEG truncated and closed again", "not-decodable", async () =>
    closed(firstHalf(await photo({ progressive: true }))),
  ),
  jpeg("JPEG with a scratch in its scan", "not-decodable", () => scratched(flatJpeg({ width: 300, height: 200 }))),
  jpeg("JPEG with two frames", "not-decodable", () => twoFrames(flatJpeg(tiny))),
  jpeg("JPEG with 101 scans", "not-decodable", () => flatJpeg({ ...tiny, kind: "progressive", repeats: 101 })),
  jpeg("JPEG in arithmetic codes", "not-decodable", () => withMarker(flatJpeg(tiny), 0xc0, 0xc9)),
  jpeg("JPEG without a pixel", "not-decodable", () => flatJpeg({ width: 0, height: 8 })),
  png("PNG truncated in the middle", "not-decodable", async () => firstHalf(await pngPhoto())),
  png("PNG without its end", "not-decodable", () => flatPng(tiny).subarray(0, -12)),
  png("PNG with a scratch in its data", "not-decodable", async () => scratched(await pngPhoto())),
  png("PNG without a pixel", "not-decodable", () => flatPng({ width: 0, height: 0 })),
  png("PNG with data that is not compressed", "not-decodable", () => flatPng(tiny, [], Buffer.alloc(100, 7))),
  webp("WebP truncated in the middle", "not-decodable", async () => firstHalf(await webpPhoto())),
  webp("WebP with a scratch at its beginning", "not-decodable", async () => scratched(await webpPhoto(), 30)),
  webp("WebP without a chunk", "not-decodable", () => Buffer.from("RIFF\x04\0\0\0WEBP", "latin1")),
  {
    ...jpeg("JPEG of other bytes than announced", "wrong-bytes", () => photo()),
    falsified: { sha256: "0".repeat(64) },
  },
  {
    ...jpeg("JPEG a byte longer than announced", "wrong-bytes", () => flatJpeg(tiny)),
    falsified: { size: flatJpeg(tiny).length - 1 },
  },
];

const twoFrames = (jpeg: Buffer) => {
  const frame = jpeg.subarray(markerAt(jpeg, 0xc0), markerAt(jpeg, 0xda));
  return Buffer.concat([jpeg.subarray(0, markerAt(jpeg, 0xda)), frame, jpeg.subarray(markerAt(jpeg, 0xda))]);
};
