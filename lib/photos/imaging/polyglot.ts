/** PDF readers search this many first bytes for the signature; browsers detect pages in fewer. */
const headLength = 1_024;
const otherDocument = /%PDF-|<!doctype|<html|<script|<svg|<\?php/i;

/** The end record of a ZIP archive (APPNOTE 4.3.16): 22 bytes and a comment of up to 65,535, at the end of the file. */
const zipEnd = Buffer.from("PK\x05\x06", "latin1");
const zipEndLength = 22;
const zipTail = zipEndLength + 65_535;

/**
 * Whether a file is also another kind of file: a document, a page, an archive. `end`: where the image ends. Cameras append
 * further images, a short film or notes to a JPEG; only these are accepted.
 */
export const isPolyglot = (bytes: Buffer, end: number, contentType: string): boolean =>
  otherDocument.test(bytes.toString("latin1", 0, headLength)) ||
  endsAsZip(bytes) ||
  !(contentType === "image/jpeg" ? isCameraData(bytes.subarray(end)) : isEmpty(bytes.subarray(end)));

const isEmpty = (rest: Buffer) => rest.every((byte) => byte === 0);

/** A further JPEG (CIPA DC-007 Multi-Picture Format), a film (ISO/IEC 14496-12 begins with `ftyp`), Samsung's notes (`SEFT` last). */
const isCameraData = (rest: Buffer) => {
  const first = rest.findIndex((byte) => byte !== 0);
  if (first === -1) return true;
  const begins = rest.subarray(first, first + 3).equals(jpegStart);
  return begins || textAt(rest, 4) === "ftyp" || textAt(rest, rest.length - 4) === "SEFT";
};

const jpegStart = Buffer.from([0xff, 0xd8, 0xff]);
const textAt = (bytes: Buffer, offset: number) => bytes.toString("latin1", Math.max(0, offset), offset + 4);

/** ZIP readers search from the end of the file. An end record that points behind itself is a coincidence. */
const endsAsZip = (bytes: Buffer): boolean => {
  const from = Math.max(0, bytes.length - zipTail);
  for (let at = bytes.indexOf(zipEnd, from); at !== -1; at = bytes.indexOf(zipEnd, at + 1)) {
    if (at + zipEndLength <= bytes.length && bytes.readUInt32LE(at + 12) + bytes.readUInt32LE(at + 16) <= at)
      return true;
  }
  return false;
};
