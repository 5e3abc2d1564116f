import { sharp } from "../../../lib/photos/imaging/decoder.ts";
import { inspectAndRender } from "../../../lib/photos/imaging/inspect.ts";
import { announcedOf } from "../../support/corpus/entry.ts";

/** Makes the two renditions of a photo. */
type Way = (bytes: Buffer, contentType: string) => Promise<unknown>;

const inside = (side: number) => ({ width: side, height: side, fit: "inside", withoutEnlargement: true }) as const;
const webp = { quality: 80, effort: 4 };

/** As sharp's pages tell everyone to: each rendition from the file. */
const fromTheFile: Way = (bytes) =>
  Promise.all([1_600, 320].map((side) => sharp(bytes).autoOrient().resize(inside(side)).webp(webp).toBuffer()));

/** The least that makes the same renditions: one decode, nothing checked. */
const fromOneDecode: Way = async (bytes) => {
  const image = sharp(bytes).autoOrient().resize(inside(1_600));
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const raw = { width, height, channels };
  return await Promise.all([
    sharp(data, { raw }).webp(webp).toBuffer(),
    sharp(data, { raw }).resize(inside(320)).webp(webp).toBuffer(),
  ]);
};

const ours: Way = async (bytes, contentType) => {
  const found = await inspectAndRender(bytes, announcedOf({ contentType }, bytes));
  if (!found.ok) throw new Error(`A good photo was refused: ${found.code}`);
};

/** Ours, and two ways to do it with sharp alone, set up as ours is: a thread, no cache. */
export const ways = { ours, fromOneDecode, fromTheFile } as const;
export type WayName = keyof typeof ways;
