import { type Entry, jpegType, pngType, webpType } from "./entry.ts";
import { segment, withSegments } from "./jpeg.ts";
import { fieldsPicture } from "./picture.ts";
import { flatPng } from "./png.ts";
import { adobeRgb, profileData } from "./profile.ts";
import { ladenJpeg, withMetadata } from "./with-metadata.ts";

const size = { width: 600, height: 400 };
const picture = () => fieldsPicture(size.width, size.height);
const translucent = () => picture().ensureAlpha(0.5);

const oriented = (orientation: number): Entry => ({
  name: `JPEG of orientation ${orientation}`,
  contentType: jpegType,
  make: () => picture().withMetadata({ orientation }).jpeg().toBuffer(),
  end: orientation < 5 ? size : { width: size.height, height: size.width },
});

/** Photos as cameras and programs write them. */
export const good: readonly Entry[] = [
  { name: "JPEG, baseline", contentType: jpegType, make: () => picture().jpeg().toBuffer(), end: size },
  {
    name: "JPEG, progressive",
    contentType: jpegType,
    make: () => picture().jpeg({ progressive: true }).toBuffer(),
    end: size,
  },
  { name: "JPEG, grey", contentType: jpegType, make: () => picture().greyscale().jpeg().toBuffer(), end: size },
  {
    name: "JPEG in four inks",
    contentType: jpegType,
    make: () => picture().toColourspace("cmyk").jpeg().toBuffer(),
    end: size,
  },
  {
    name: "JPEG in Display P3",
    contentType: jpegType,
    make: () => picture().withIccProfile("p3").jpeg().toBuffer(),
    end: size,
  },
  {
    name: "JPEG in Adobe RGB",
    contentType: jpegType,
    make: async () => withSegments(await picture().jpeg().toBuffer(), segment(0xe2, profileData(adobeRgb()))),
    end: size,
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8].map(oriented),
  { name: "JPEG with Exif, GPS, XMP, IPTC and notes", contentType: jpegType, make: ladenJpeg, end: size },
  {
    name: "PNG with Exif, GPS and XMP",
    contentType: pngType,
    make: () => withMetadata(picture()).png().toBuffer(),
    end: size,
  },
  {
    name: "WebP with Exif, GPS and XMP",
    contentType: webpType,
    make: () => withMetadata(picture()).webp().toBuffer(),
    end: size,
  },
  { name: "PNG of 8 bits", contentType: pngType, make: () => picture().png().toBuffer(), end: size },
  {
    name: "PNG of 16 bits",
    contentType: pngType,
    make: () => picture().toColourspace("rgb16").png().toBuffer(),
    end: size,
  },
  {
    name: "PNG of 16 bits in Display P3",
    contentType: pngType,
    make: () => picture().toColourspace("rgb16").withIccProfile("p3").png().toBuffer(),
    end: size,
  },
  {
    name: "PNG, grey of 16 bits",
    contentType: pngType,
    make: () => flatPng({ ...size, depth: 16, colourType: 0 }),
    end: size,
  },
  {
    name: "PNG with a palette",
    contentType: pngType,
    make: () => picture().png({ palette: true }).toBuffer(),
    end: size,
  },
  {
    name: "PNG, interlaced",
    contentType: pngType,
    make: () => picture().png({ progressive: true }).toBuffer(),
    end: size,
  },
  { name: "PNG with alpha", contentType: pngType, make: () => translucent().png().toBuffer(), end: size },
  { name: "PNG, grey with alpha", contentType: pngType, make: () => flatPng({ ...size, colourType: 4 }), end: size },
  { name: "WebP, lossy", contentType: webpType, make: () => picture().webp().toBuffer(), end: size },
  {
    name: "WebP, lossless",
    contentType: webpType,
    make: () => picture().webp({ lossless: true }).toBuffer(),
    end: size,
  },
  { name: "WebP with alpha", contentType: webpType, make: () => translucent().webp().toBuffer(), end: size },
];
