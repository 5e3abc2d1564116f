import { scratched } from "./damage.ts";
import { type Entry, jpegType, pngType, webpType } from "./entry.ts";
import { comment, flatJpeg, halvedColour, withSegments } from "./jpeg.ts";
import { fieldsPicture, noisePicture } from "./picture.ts";
import { deflatedZeros, flatPng } from "./png.ts";

const size = { width: 600, height: 400 };
const photo = () => fieldsPicture(size.width, size.height).jpeg().toBuffer();
const followedBy = async (...rest: (Buffer | Promise<Buffer>)[]) =>
  Buffer.concat(await Promise.all([photo(), ...rest]));

/** 50 megapixels, to the pixel. */
const huge = { width: 10_000, height: 5_000 };
const comments = (count: number, length: number) =>
  Array.from({ length: count }, () => comment(Buffer.alloc(length, "a")));

/** Photos at the edge of what is taken. */
export const odd: readonly Entry[] = [
  {
    name: "JPEG of one pixel",
    contentType: jpegType,
    make: () => flatJpeg({ width: 1, height: 1 }),
    end: { width: 1, height: 1 },
  },
  {
    name: "very wide PNG",
    contentType: pngType,
    make: () => flatPng({ width: 20_000, height: 10 }),
    end: { width: 20_000, height: 10 },
  },
  {
    name: "very tall JPEG",
    contentType: jpegType,
    make: () => flatJpeg({ width: 10, height: 20_000 }),
    end: { width: 10, height: 20_000 },
  },
  {
    name: "JPEG of nearly 25 MiB",
    contentType: jpegType,
    make: () => noisePicture(3_300, 2_600).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer(),
    end: { width: 3_300, height: 2_600 },
  },
  {
    name: "JPEG with 10,000 comments",
    contentType: jpegType,
    make: async () => withSegments(await photo(), ...comments(10_000, 100)),
    end: size,
  },
  {
    name: "JPEG with 100 scans",
    contentType: jpegType,
    make: () => flatJpeg({ ...size, kind: "progressive", repeats: 100 }),
    end: size,
  },
  {
    name: "PNG with more data than pixels",
    contentType: pngType,
    make: () => flatPng(size, [], deflatedZeros(200_000_000)),
    end: size,
  },
  {
    name: "JPEG with damage that no code shows",
    contentType: jpegType,
    make: async () => scratched(await noisePicture(300, 200).jpeg().toBuffer()),
    end: { width: 300, height: 200 },
  },
  {
    name: "JPEG with another behind it, as phones write",
    contentType: jpegType,
    make: () => followedBy(photo()),
    end: size,
  },
  {
    name: "JPEG with a film behind it, as phones write",
    contentType: jpegType,
    make: () => followedBy(Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom")),
    end: size,
  },
  {
    name: "JPEG with a phone's notes behind it",
    contentType: jpegType,
    make: () => followedBy(Buffer.from("notes of a phone, SEFT")),
    end: size,
  },
  { name: "JPEG with zeros behind it", contentType: jpegType, make: () => followedBy(Buffer.alloc(1_000)), end: size },
  { name: "JPEG of 50 megapixels", contentType: jpegType, make: () => flatJpeg(huge), end: huge },
  {
    name: "JPEG of 50 megapixels, a scan for each colour",
    contentType: jpegType,
    make: () => flatJpeg({ ...huge, kind: "scans" }),
    end: huge,
  },
  {
    name: "JPEG of 50 megapixels, progressive",
    contentType: jpegType,
    make: () => flatJpeg({ ...huge, kind: "progressive", samplings: halvedColour }),
    end: huge,
  },
  {
    name: "JPEG of 50 megapixels, progressive, colours at full size",
    contentType: jpegType,
    make: () => flatJpeg({ ...huge, kind: "progressive" }),
    end: huge,
  },
  {
    name: "JPEG of 50 megapixels, progressive, of nearly 25 MiB",
    contentType: jpegType,
    make: () => withSegments(flatJpeg({ ...huge, kind: "progressive" }), ...comments(360, 65_533)),
    end: huge,
  },
  {
    name: "PNG of 50 megapixels with alpha",
    contentType: pngType,
    make: () => flatPng({ ...huge, colourType: 6 }),
    end: huge,
  },
  {
    name: "PNG of 50 megapixels, 16 bits with alpha",
    contentType: pngType,
    make: () => flatPng({ ...huge, depth: 16, colourType: 6 }),
    end: huge,
  },
  {
    name: "PNG of 50 megapixels, interlaced with alpha",
    contentType: pngType,
    make: () => flatPng({ ...huge, colourType: 6, interlaced: true }),
    end: huge,
  },
  {
    name: "PNG of 40 megapixels, interlaced, 16 bits",
    contentType: pngType,
    make: () => flatPng({ width: 8_000, height: 5_000, depth: 16, interlaced: true }),
    end: { width: 8_000, height: 5_000 },
  },
  { name: "WebP of 50 megapixels, lossy", contentType: webpType, make: () => hugeWebp({}), end: huge },
  {
    name: "WebP of 50 megapixels, lossless with alpha",
    contentType: webpType,
    make: () => hugeWebp({ lossless: true }),
    end: huge,
  },
];

const hugeWebp = (options: { lossless?: boolean }) =>
  noisePicture(500, 250)
    .ensureAlpha(0.5)
    .resize({ ...huge, kernel: "nearest" })
    .webp({ effort: 0, ...options })
    .toBuffer();
