import { hash } from "node:crypto";
import type { RejectionCode } from "../../../lib/vocabulary/rejections.ts";

/** The upright size in pixels of an accepted file, or the code of its rejection. */
export type ExpectedResult = { width: number; height: number } | RejectionCode;

/** `create` returns the same bytes at each call. */
export type CorpusFile = {
  name: string;
  contentType: string;
  create: () => Buffer | Promise<Buffer>;
  expected: ExpectedResult;
  /** Falsified fields of its announcement. */
  falsified?: { size?: number; sha256?: string };
};

export const jpegType = "image/jpeg";
export const pngType = "image/png";
export const webpType = "image/webp";

const fileOf =
  (contentType: string) =>
  (name: string, expected: ExpectedResult, create: CorpusFile["create"]): CorpusFile => ({
    name,
    contentType,
    create,
    expected,
  });
export const jpeg = fileOf(jpegType);
export const png = fileOf(pngType);
export const webp = fileOf(webpType);

/** The announcement of a file, with its falsified fields. */
export const announcementOf = (
  { contentType, falsified }: Pick<CorpusFile, "contentType" | "falsified">,
  bytes: Buffer,
) => ({
  contentType,
  size: bytes.length,
  sha256: hash("sha256", bytes),
  ...falsified,
});
