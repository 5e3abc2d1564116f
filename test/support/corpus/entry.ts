import { hash } from "node:crypto";
import type { RejectionCode } from "../../../lib/vocabulary/rejections.ts";

/** The upright size in pixels of what is taken, or why it is refused. */
export type End = { width: number; height: number } | RejectionCode;

/** One file of the corpus, made anew each time it is asked for, always of the same bytes. */
export type Entry = {
  name: string;
  contentType: string;
  make: () => Buffer | Promise<Buffer>;
  end: End;
  /** What is announced of it, where that is not the truth. */
  lies?: { size?: number; sha256?: string };
};

export const jpegType = "image/jpeg";
export const pngType = "image/png";
export const webpType = "image/webp";

/** What a sender that tells the truth, or the lies of an entry, announces of bytes. */
export const announcedOf = ({ contentType, lies }: Pick<Entry, "contentType" | "lies">, bytes: Buffer) => ({
  contentType,
  size: bytes.length,
  sha256: hash("sha256", bytes),
  ...lies,
});
