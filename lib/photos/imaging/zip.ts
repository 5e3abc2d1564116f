/** The end record of a ZIP archive (APPNOTE 4.3.16), 22 bytes, and the locator of a ZIP64 one before it (4.3.15), 20 bytes. */
const zipEnd = Buffer.from("PK\x05\x06", "latin1");
const zipEndLength = 22;
const zip64Locator = "PK\x06\x07";
const zip64LocatorLength = 20;

/** Whether a file contains a ZIP archive. Readers search from the end of the file, some of them to its beginning. */
export const hasZip = (bytes: Buffer): boolean => {
  for (let at = bytes.indexOf(zipEnd); at !== -1; at = bytes.indexOf(zipEnd, at + 1))
    if (isZipEnd(bytes, at)) return true;
  return false;
};

/** An end record that points behind itself is a coincidence. */
const isZipEnd = (bytes: Buffer, at: number): boolean => {
  if (at + zipEndLength > bytes.length) return false;
  if (bytes.readUInt32LE(at + 12) + bytes.readUInt32LE(at + 16) <= at) return true;
  const locator = Math.max(0, at - zip64LocatorLength);
  return bytes.toString("latin1", locator, locator + zip64Locator.length) === zip64Locator;
};
