import sharp from "sharp";
import { type Entry, jpegType, pngType, webpType } from "./entry.ts";
import { comment, withSegments } from "./jpeg.ts";
import { fields, fieldsPicture } from "./picture.ts";
import { chunk, flatPng } from "./png.ts";
import { extendedHeader, riffChunk, webpOf } from "./riff.ts";
import { zipOf } from "./zip.ts";

const photo = () => fieldsPicture(60, 40).jpeg().toBuffer();
const followedBy = async (bytes: Buffer | Promise<Buffer>, ...rest: Buffer[]) => Buffer.concat([await bytes, ...rest]);
const page = "<!doctype html><html><script>alert(1)</script></html>";
const drawing = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;
const program = zipOf("Main.class", Buffer.from("\xca\xfe\xba\xbe", "latin1"));
/** Two pictures below each other, shown in turn. */
const moving = () => sharp(fields(60, 80), { raw: { width: 60, height: 80, channels: 3, pageHeight: 40 } });
const other = (name: string, make: Entry["make"], contentType = jpegType): Entry => ({
  name,
  contentType,
  make,
  end: "wrong-type",
});

const animated: readonly Entry[] = [
  {
    name: "animated WebP",
    contentType: webpType,
    make: () =>
      moving()
        .webp({ loop: 0, delay: [100, 100] })
        .toBuffer(),
    end: "animated",
  },
  {
    name: "animated PNG",
    contentType: pngType,
    make: () => flatPng({ width: 9, height: 9 }, [chunk("acTL", Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]),
    end: "animated",
  },
  {
    name: "WebP with one frame of an animation",
    contentType: webpType,
    make: () =>
      webpOf(extendedHeader(2, 9, 9), riffChunk("ANIM", Buffer.alloc(6)), riffChunk("ANMF", Buffer.alloc(24))),
    end: "animated",
  },
];

const otherTypes: readonly Entry[] = [
  other("SVG named as JPEG", () => Buffer.from(drawing)),
  other("SVG named as PNG", () => Buffer.from(drawing), pngType),
  other("GIF named as PNG", () => fieldsPicture(60, 40).gif().toBuffer(), pngType),
  other("animated GIF named as WebP", () => moving().gif().toBuffer(), webpType),
  other("TIFF named as JPEG", () => fieldsPicture(60, 40).tiff().toBuffer()),
  other("AVIF named as WebP", () => fieldsPicture(60, 40).avif({ effort: 0 }).toBuffer(), webpType),
  other("HEIC named as JPEG", () => Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")),
  other("BMP named as PNG", () => Buffer.concat([Buffer.from("BM"), Buffer.alloc(60)]), pngType),
  other("PDF named as JPEG", () => Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")),
  other("HTML named as PNG", () => Buffer.from(page), pngType),
  other("archive named as JPEG", () => program),
  other("GIF that is a Java program too", () => followedBy(fieldsPicture(60, 40).gif().toBuffer(), program)),
  other("sound named as WebP", () => riffChunk("RIFF", Buffer.from("WAVEfmt ")), webpType),
  other("PNG announced as JPEG", () => fieldsPicture(60, 40).png().toBuffer()),
  other("JPEG announced as WebP", photo, webpType),
  other("JPEG of a type that is not taken", photo, "image/gif"),
];

const twofold = (name: string, contentType: string, make: Entry["make"]): Entry => ({
  name,
  contentType,
  make,
  end: "foreign-content",
});

const polyglots: readonly Entry[] = [
  twofold("JPEG that is an archive too", jpegType, () => followedBy(photo(), program)),
  twofold("JPEG with an archive in a comment", jpegType, async () =>
    withSegments(await photo(), comment(zipOf("a", Buffer.from("a"), 6))),
  ),
  twofold("JPEG with an archive behind a phone's picture", jpegType, async () =>
    followedBy(photo(), await photo(), program),
  ),
  twofold("JPEG with a program behind it", jpegType, () => followedBy(photo(), Buffer.from("MZ\x90\0\x03", "latin1"))),
  twofold("JPEG that is a PDF too", jpegType, async () =>
    withSegments(await photo(), comment("%PDF-1.7\n1 0 obj<<>>endobj")),
  ),
  twofold("JPEG that is a page too", jpegType, async () => withSegments(await photo(), comment(page))),
  twofold("JPEG that is a script of a server too", jpegType, async () =>
    withSegments(await photo(), comment("<?php system($_GET[0]); ?>")),
  ),
  twofold("PNG that is an archive too", pngType, () => followedBy(fieldsPicture(60, 40).png().toBuffer(), program)),
  twofold("PNG with an archive in a text", pngType, () =>
    flatPng({ width: 9, height: 9 }, [chunk("tEXt", Buffer.concat([Buffer.from("Comment\0"), program]))]),
  ),
  twofold("PNG with the rest of a larger one behind it", pngType, () =>
    followedBy(fieldsPicture(60, 40).png().toBuffer(), Buffer.alloc(500, 7)),
  ),
  twofold("WebP with a page behind it", webpType, () =>
    followedBy(fieldsPicture(60, 40).webp().toBuffer(), Buffer.from(page)),
  ),
];

/** Files that are something else than one still photo, or something else besides. */
export const foreign: readonly Entry[] = [...animated, ...otherTypes, ...polyglots];
