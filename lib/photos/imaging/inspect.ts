import { hash } from "node:crypto";
import type { RejectionCode } from "../../vocabulary/rejections.ts";
import { decode } from "./decode.ts";
import { kindOf } from "./format.ts";
import type { Outline } from "./header.ts";
import { pixelMaximum, sideMaximum, wholeFrameMaximum } from "./limits.ts";
import { isForeign } from "./polyglot.ts";
import { isSideways, type Rendition, render } from "./render.ts";

/** What was said of the bytes before they came. `size`: bytes. `sha256`: hex, lower case. */
export type Announced = { contentType: string; size: number; sha256: string };

/** `width`, `height`: pixels of the upright original. */
export type Inspected =
  | { ok: true; width: number; height: number; renditions: Rendition[] }
  | { ok: false; code: RejectionCode };

/**
 * Looks at a whole file and makes what is served of it. What is cheap comes first, and nothing is decoded before its size
 * in pixels is known from the header. Throws only for what is no fault of the file, such as too little memory.
 */
export const inspectAndRender = async (bytes: Buffer, announced: Announced): Promise<Inspected> => {
  if (bytes.length !== announced.size || hash("sha256", bytes) !== announced.sha256) return refused("wrong-bytes");
  const kind = kindOf(bytes);
  if (kind?.contentType !== announced.contentType) return refused("wrong-type");
  const outline = kind.read(bytes);
  if (outline === undefined) return refused("not-decodable");
  if (outline.animated) return refused("animated");
  if (isTooLarge(outline)) return refused("too-many-pixels");
  if (isForeign(bytes, outline.end, kind.contentType)) return refused("foreign-content");
  const pixels = await decode(bytes, kind.format, outline);
  if (pixels === undefined) return refused("not-decodable");
  const renditions = await render(pixels);
  const { width, height } = outline;
  return isSideways(pixels.orientation)
    ? { ok: true, width: height, height: width, renditions }
    : { ok: true, width, height, renditions };
};

const refused = (code: RejectionCode) => ({ ok: false, code }) as const;

const isTooLarge = ({ width, height, wholeFrame }: Outline) =>
  width * height > pixelMaximum || Math.max(width, height) > sideMaximum || wholeFrame > wholeFrameMaximum;
