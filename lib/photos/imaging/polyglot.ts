import { embeddedArchive, foreignBinary, foreignStart, foreignText, headDocument } from "./foreign-signatures.ts";
import { isTarAt, tarOffsets } from "./tar.ts";
import { trailerParts } from "./trailer-parts.ts";
import { hasZip } from "./zip.ts";

/** PDF readers search this many first bytes for the signature; browsers detect pages in fewer. */
const headLength = 1_024;

/**
 * Whether a file is also another kind of file: an archive, a document, a page or a program. Readers of archives search
 * anywhere, so the complete file is searched for those. `end`: where the picture ends. Cameras, phones and press programs write
 * further pictures, films, settings and notes behind it, in formats of their own, which are not known: there, only what
 * another program would open is foreign.
 */
export const isPolyglot = (bytes: Buffer, end: number): boolean =>
  headDocument.test(bytes.toString("latin1", 0, headLength)) ||
  contains(bytes, embeddedArchive) ||
  hasZip(bytes) ||
  tarOffsets(bytes).some((at) => isTarAt(bytes, at)) ||
  isForeignTrailer(bytes.subarray(end));

const isForeignTrailer = (trailer: Buffer): boolean =>
  contains(trailer, foreignText) ||
  contains(trailer, foreignBinary) ||
  trailerParts(trailer).some(
    (at) => foreignStart.test(trailer.toString("latin1", at, at + headLength)) || isTarAt(trailer, at),
  );

/** Bytes that are searched at once: a text of the complete file would double its memory. */
const windowLength = 65_536;
/** More than any pattern matches. */
const overlap = 128;

const contains = (bytes: Buffer, pattern: RegExp): boolean => {
  for (let at = 0; at < bytes.length; at += windowLength)
    if (pattern.test(bytes.toString("latin1", at, at + windowLength + overlap))) return true;
  return false;
};
