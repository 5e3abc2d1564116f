import { hash } from "node:crypto";
import type { RejectionCode } from "../../vocabulary/rejections.ts";
import { decode } from "./decode.ts";
import { detectFormat } from "./format.ts";
import type { ImageHeader } from "./header.ts";
import { frameBytesMaximum, pixelMaximum, sideMaximum } from "./limits.ts";
import { isPolyglot } from "./polyglot.ts";
import { isSideways, type Rendition, render } from "./render.ts";

/** What was said of the bytes before they came. `size`: bytes. `sha256`: hex, lower case. */
export type AnnouncedFile = { contentType: string; size: number; sha256: string };

/** `width`, `height`: pixels of the upright original. */
export type Inspection =
  | { ok: true; width: number; height: number; renditions: Rendition[] }
  | { ok: false; code: RejectionCode };

/**
 * Looks at a whole file and makes what is served of it. What is cheap comes first, and nothing is decoded before its size
 * in pixels is known from the header. Throws only for what is no fault of the file, such as too little memory.
 */
export const inspectAndRender = async (bytes: Buffer, announced: AnnouncedFile): Promise<Inspection> => {
  if (bytes.length !== announced.size || hash("sha256", bytes) !== announced.sha256) return rejected("wrong-bytes");
  const kind = detectFormat(bytes);
  if (kind?.contentType !== announced.contentType) return rejected("wrong-type");
  const outline = kind.read(bytes);
  if (outline === undefined) return rejected("not-decodable");
  if (outline.animated) return rejected("animated");
  if (isTooLarge(outline)) return rejected("too-many-pixels");
  if (isPolyglot(bytes, outline.end, kind.contentType)) return rejected("foreign-content");
  const pixels = await decode(bytes, kind.format, outline);
  if (pixels === undefined) return rejected("not-decodable");
  const renditions = await render(pixels);
  const { width, height } = outline;
  return isSideways(pixels.orientation)
    ? { ok: true, width: height, height: width, renditions }
    : { ok: true, width, height, renditions };
};

const rejected = (code: RejectionCode) => ({ ok: false, code }) as const;

const isTooLarge = ({ width, height, frameBytes }: ImageHeader) =>
  width * height > pixelMaximum || Math.max(width, height) > sideMaximum || frameBytes > frameBytesMaximum;
