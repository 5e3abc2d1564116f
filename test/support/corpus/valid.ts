import { type CorpusFile, jpeg, png, webp } from "./corpus-file.ts";
import { segment, withSegments } from "./jpeg.ts";
import { fieldsPicture } from "./picture.ts";
import { flatPng } from "./png.ts";
import { adobeRgb, profileData } from "./profile.ts";
import { ladenJpeg, withMetadata } from "./with-metadata.ts";

const size = { width: 600, height: 400 };
const picture = () => fieldsPicture(size.width, size.height);
const translucent = () => picture().ensureAlpha(0.5);

const oriented = (orientation: number) =>
  jpeg(`JPEG of orientation ${orientation}`, orientation < 5 ? size : { width: size.height, height: size.width }, () =>
    picture().withMetadata({ orientation }).jpeg().toBuffer(),
  );

/** Photos as cameras and programs write them. */
export const validFiles: readonly CorpusFile[] = [
  jpeg("JPEG, baseline", size, () => picture().jpeg().toBuffer()),
  jpeg("JPEG, progressive", size, () => picture().jpeg({ progressive: true }).toBuffer()),
  jpeg("JPEG, grey", size, () => picture().greyscale().jpeg().toBuffer()),
  jpeg("JPEG in four inks", size, () => picture().toColourspace("cmyk").jpeg().toBuffer()),
  jpeg("JPEG in Display P3", size, () => picture().withIccProfile("p3").jpeg().toBuffer()),
  jpeg("JPEG in Adobe RGB", size, async () =>
    withSegments(await picture().jpeg().toBuffer(), segment(0xe2, profileData(adobeRgb()))),
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(oriented),
  jpeg("JPEG with Exif, GPS, XMP, IPTC and notes", size, ladenJpeg),
  png("PNG with Exif, GPS and XMP", size, () => withMetadata(picture()).png().toBuffer()),
  webp("WebP with Exif, GPS and XMP", size, () => withMetadata(picture()).webp().toBuffer()),
  png("PNG of 8 bits", size, () => picture().png().toBuffer()),
  png("PNG of 16 bits", size, () => picture().toColourspace("rgb16").png().toBuffer()),
  png("PNG of 16 bits in Display P3", size, () =>
    picture().toColourspace("rgb16").withIccProfile("p3").png().toBuffer(),
  ),
  png("PNG, grey of 16 bits", size, () => flatPng({ ...size, depth: 16, colourType: 0 })),
  png("PNG with a palette", size, () => picture().png({ palette: true }).toBuffer()),
  png("PNG, interlaced", size, () => picture().png({ progressive: true }).toBuffer()),
  png("PNG with alpha", size, () => translucent().png().toBuffer()),
  png("PNG, grey with alpha", size, () => flatPng({ ...size, colourType: 4 })),
  webp("WebP, lossy", size, () => picture().webp().toBuffer()),
  webp("WebP, lossless", size, () => picture().webp({ lossless: true }).toBuffer()),
  webp("WebP with alpha", size, () => translucent().webp().toBuffer()),
];
