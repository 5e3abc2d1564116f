import { type CorpusFile, jpeg, png, webp } from "./corpus-file.ts";
import { comment, flatJpeg, halvedColour, withSegments } from "./jpeg.ts";
import { scratched } from "./malformed.ts";
import { fieldsPicture, noise, noisePicture } from "./picture.ts";
import { deflatedZeros, flatPng } from "./png.ts";

const size = { width: 600, height: 400 };
const photo = () => fieldsPicture(size.width, size.height).jpeg().toBuffer();
const followedBy = async (...rest: (Buffer | Promise<Buffer>)[]) =>
  Buffer.concat(await Promise.all([photo(), ...rest]));

/** Exactly 50 megapixels. */
const huge = { width: 10_000, height: 5_000 };
const comments = (count: number, length: number) =>
  Array.from({ length: count }, () => comment(Buffer.alloc(length, "a")));

/** Photos at the limits of what is accepted. */
export const unusualFiles: readonly CorpusFile[] = [
  jpeg("JPEG of one pixel", { width: 1, height: 1 }, () => flatJpeg({ width: 1, height: 1 })),
  png("very wide PNG", { width: 20_000, height: 10 }, () => flatPng({ width: 20_000, height: 10 })),
  jpeg("very tall JPEG", { width: 10, height: 20_000 }, () => flatJpeg({ width: 10, height: 20_000 })),
  jpeg("JPEG of nearly 25 MiB", { width: 3_300, height: 2_600 }, () =>
    noisePicture(3_300, 2_600).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer(),
  ),
  jpeg("JPEG with 10,000 comments", size, async () => withSegments(await photo(), ...comments(10_000, 100))),
  jpeg("JPEG with 100 scans", size, () => flatJpeg({ ...size, kind: "progressive", repeats: 100 })),
  png("PNG with more data than pixels", size, () => flatPng(size, [], deflatedZeros(200_000_000))),
  jpeg("JPEG with damage that its codes do not reveal", { width: 300, height: 200 }, async () =>
    scratched(await noisePicture(300, 200).jpeg().toBuffer()),
  ),
  jpeg("JPEG with another after it, as phones write", size, () => followedBy(photo())),
  jpeg("JPEG with a film after it, as phones write", size, () =>
    followedBy(Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom")),
  ),
  jpeg("JPEG with a phone's notes after it", size, () => followedBy(Buffer.from("notes of a phone, SEFT"))),
  jpeg("JPEG with 24 MB of unknown bytes after it", size, () => followedBy(noise(24_000_000))),
  jpeg("JPEG with zeros after it", size, () => followedBy(Buffer.alloc(1_000))),
  jpeg("JPEG of 50 megapixels", huge, () => flatJpeg(huge)),
  jpeg("JPEG of 50 megapixels, a scan for each colour", huge, () => flatJpeg({ ...huge, kind: "scans" })),
  jpeg("JPEG of 50 megapixels, progressive", huge, () =>
    flatJpeg({ ...huge, kind: "progressive", samplings: halvedColour }),
  ),
  jpeg("JPEG of 50 megapixels, progressive, colours at full size", huge, () =>
    flatJpeg({ ...huge, kind: "progressive" }),
  ),
  jpeg("JPEG of 50 megapixels, progressive, of nearly 25 MiB", huge, () =>
    withSegments(flatJpeg({ ...huge, kind: "progressive" }), ...comments(360, 65_533)),
  ),
  png("PNG of 50 megapixels with alpha", huge, () => flatPng({ ...huge, colourType: 6 })),
  png("PNG of 50 megapixels, 16 bits with alpha", huge, () => flatPng({ ...huge, depth: 16, colourType: 6 })),
  png("PNG of 50 megapixels, interlaced with alpha", huge, () => flatPng({ ...huge, colourType: 6, interlaced: true })),
  png("PNG of 40 megapixels, interlaced, 16 bits", { width: 8_000, height: 5_000 }, () =>
    flatPng({ width: 8_000, height: 5_000, depth: 16, interlaced: true }),
  ),
  webp("WebP of 50 megapixels, lossy", huge, () => hugeWebp({})),
  webp("WebP of 50 megapixels, lossless with alpha", huge, () => hugeWebp({ lossless: true })),
];

const hugeWebp = (options: { lossless?: boolean }) =>
  noisePicture(500, 250)
    .ensureAlpha(0.5)
    .resize({ ...huge, kernel: "nearest" })
    .webp({ effort: 0, ...options })
    .toBuffer();
