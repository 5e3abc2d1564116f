import sharp from "sharp";
import { type CorpusFile, jpeg, png, webp } from "./corpus-file.ts";
import { comment, withSegments } from "./jpeg.ts";
import { fields, fieldsPicture } from "./picture.ts";
import { chunk, flatPng } from "./png.ts";
import { extendedHeader, riffChunk, webpOf } from "./webp-container.ts";
import { zipOf } from "./zip.ts";

const photo = () => fieldsPicture(60, 40).jpeg().toBuffer();
const followedBy = async (bytes: Buffer | Promise<Buffer>, ...rest: Buffer[]) => Buffer.concat([await bytes, ...rest]);
const page = "<!doctype html><html><script>alert(1)</script></html>";
const drawing = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>`;
const program = zipOf("Main.class", Buffer.from("\xca\xfe\xba\xbe", "latin1"));
/** Two frames of an animation. */
const animation = () => sharp(fields(60, 80), { raw: { width: 60, height: 80, channels: 3, pageHeight: 40 } });

/** Files that are not one still photo, or that are something else as well. */
export const foreignFiles: readonly CorpusFile[] = [
  webp("animated WebP", "animated", () =>
    animation()
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer(),
  ),
  png("animated PNG", "animated", () =>
    flatPng({ width: 9, height: 9 }, [chunk("acTL", Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]),
  ),
  webp("WebP with one frame of an animation", "animated", () =>
    webpOf(extendedHeader(2, 9, 9), riffChunk("ANIM", Buffer.alloc(6)), riffChunk("ANMF", Buffer.alloc(24))),
  ),
  jpeg("SVG named as JPEG", "wrong-type", () => Buffer.from(drawing)),
  png("SVG named as PNG", "wrong-type", () => Buffer.from(drawing)),
  png("GIF named as PNG", "wrong-type", () => fieldsPicture(60, 40).gif().toBuffer()),
  webp("animated GIF named as WebP", "wrong-type", () => animation().gif().toBuffer()),
  jpeg("TIFF named as JPEG", "wrong-type", () => fieldsPicture(60, 40).tiff().toBuffer()),
  webp("AVIF named as WebP", "wrong-type", () => fieldsPicture(60, 40).avif({ effort: 0 }).toBuffer()),
  jpeg("HEIC named as JPEG", "wrong-type", () => Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1")),
  png("BMP named as PNG", "wrong-type", () => Buffer.concat([Buffer.from("BM"), Buffer.alloc(60)])),
  jpeg("PDF named as JPEG", "wrong-type", () => Buffer.from("%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")),
  png("HTML named as PNG", "wrong-type", () => Buffer.from(page)),
  jpeg("archive named as JPEG", "wrong-type", () => program),
  jpeg("GIF that is a Java program too", "wrong-type", () =>
    followedBy(fieldsPicture(60, 40).gif().toBuffer(), program),
  ),
  webp("sound named as WebP", "wrong-type", () => riffChunk("RIFF", Buffer.from("WAVEfmt "))),
  jpeg("PNG announced as JPEG", "wrong-type", () => fieldsPicture(60, 40).png().toBuffer()),
  webp("JPEG announced as WebP", "wrong-type", photo),
  { ...jpeg("JPEG of an unsupported type", "wrong-type", photo), contentType: "image/gif" },
  jpeg("JPEG that is an archive too", "foreign-content", () => followedBy(photo(), program)),
  jpeg("JPEG with an archive in a comment", "foreign-content", async () =>
    withSegments(await photo(), comment(zipOf("a", Buffer.from("a"), 6))),
  ),
  jpeg("JPEG with an archive after a phone's picture", "foreign-content", async () =>
    followedBy(photo(), await photo(), program),
  ),
  jpeg("JPEG with a program after it", "foreign-content", () =>
    followedBy(photo(), Buffer.from("MZ\x90\0\x03", "latin1")),
  ),
  jpeg("JPEG that is a PDF too", "foreign-content", async () =>
    withSegments(await photo(), comment("%PDF-1.7\n1 0 obj<<>>endobj")),
  ),
  jpeg("JPEG that is a page too", "foreign-content", async () => withSegments(await photo(), comment(page))),
  jpeg("JPEG that is a server script too", "foreign-content", async () =>
    withSegments(await photo(), comment("<?php system($_GET[0]); ?>")),
  ),
  png("PNG that is a short server script too", "foreign-content", () =>
    flatPng({ width: 9, height: 9 }, [
      chunk("tEXt", Buffer.from(`Comment\0${"a".repeat(2_000)}<?=$_GET[0]($_POST[1]);?>`)),
    ]),
  ),
  png("PNG that is an archive too", "foreign-content", () =>
    followedBy(fieldsPicture(60, 40).png().toBuffer(), program),
  ),
  png("PNG with an archive in a text", "foreign-content", () =>
    flatPng({ width: 9, height: 9 }, [chunk("tEXt", Buffer.concat([Buffer.from("Comment\0"), program]))]),
  ),
  png("PNG with the rest of a larger one after it", { width: 60, height: 40 }, () =>
    followedBy(fieldsPicture(60, 40).png().toBuffer(), Buffer.alloc(500, 7)),
  ),
  webp("WebP with a page after it", "foreign-content", () =>
    followedBy(fieldsPicture(60, 40).webp().toBuffer(), Buffer.from(page)),
  ),
];
