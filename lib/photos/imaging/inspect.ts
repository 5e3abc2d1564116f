import { hash } from "node:crypto";
import type { RejectionCode } from "../../vocabulary/rejections.ts";
import { decode } from "./decode.ts";
import { detectFormat } from "./format.ts";
import type { ImageHeader } from "./header.ts";
import { frameBytesMaximum, pixelMaximum, sideMaximum } from "./limits.ts";
import { isPolyglot } from "./polyglot.ts";
import { isSideways, type Rendition, render } from "./render.ts";

/** The announcement of a file. `size`: bytes. `sha256`: hex, lower case. */
export type AnnouncedFile = { contentType: string; size: number; sha256: string };

/** `width`, `height`: pixels of the upright original. */
export type Inspection =
  | { ok: true; width: number; height: number; renditions: Rendition[] }
  | { ok: false; code: RejectionCode };

/**
 * Validates a complete file and creates its renditions. Cheap checks come first, and nothing is decoded before the header has shown
 * the size in pixels. Throws only for errors that the file does not cause, such as insufficient memory.
 */
export const inspectAndRender = async (bytes: Buffer, announced: AnnouncedFile): Promise<Inspection> => {
  if (bytes.length !== announced.size || hash("sha256", bytes) !== announced.sha256) return rejected("wrong-bytes");
  const format = detectFormat(bytes);
  if (format?.contentType !== announced.contentType) return rejected("wrong-type");
  const header = format.read(bytes);
  if (header === undefined) return rejected("not-decodable");
  if (header.animated) return rejected("animated");
  if (isTooLarge(header)) return rejected("too-many-pixels");
  if (isPolyglot(bytes, header.end)) return rejected("foreign-content");
  const pixels = await decode(bytes, format.name, header);
  if (pixels === undefined) return rejected("not-decodable");
  const renditions = await render(pixels);
  const { width, height } = header;
  return isSideways(pixels.orientation)
    ? { ok: true, width: height, height: width, renditions }
    : { ok: true, width, height, renditions };
};

const rejected = (code: RejectionCode) => ({ ok: false, code }) as const;

const isTooLarge = ({ width, height, frameBytes }: ImageHeader) =>
  width * height > pixelMaximum || Math.max(width, height) > sideMaximum || frameBytes > frameBytesMaximum;
