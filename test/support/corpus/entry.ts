import { hash } from "node:crypto";
import type { RejectionCode } from "../../../lib/vocabulary/rejections.ts";

/** The upright size in pixels of an accepted file, or the code of its rejection. */
export type End = { width: number; height: number } | RejectionCode;

/** One file of the corpus. `make` creates the same bytes at each call. */
export type Entry = {
  name: string;
  contentType: string;
  make: () => Buffer | Promise<Buffer>;
  end: End;
  /** Falsified fields of its announcement. */
  falsified?: { size?: number; sha256?: string };
};

export const jpegType = "image/jpeg";
export const pngType = "image/png";
export const webpType = "image/webp";

/** The announcement of bytes, true or as the entry falsifies it. */
export const announcedOf = ({ contentType, falsified }: Pick<Entry, "contentType" | "falsified">, bytes: Buffer) => ({
  contentType,
  size: bytes.length,
  sha256: hash("sha256", bytes),
  ...falsified,
});
