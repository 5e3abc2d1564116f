/** The header of a file in a TAR archive (POSIX.1-1988, ustar): a block of 512 bytes with its checksum. */
const blockLength = 512;
const magic = { text: "ustar", offset: 257 };
const checksum = { offset: 148, length: 8 };

/** Where headers may begin: GNU tar skips to the next one. */
export const tarOffsets = (bytes: Buffer): number[] => {
  const found: number[] = [];
  for (let at = bytes.indexOf(magic.text); at !== -1; at = bytes.indexOf(magic.text, at + 1))
    found.push(at - magic.offset);
  return found;
};

/** Whether a block is a header, also of the older formats without a magic text: its checksum is the sum of its other bytes. */
export const isTarAt = (bytes: Buffer, at: number): boolean => {
  if (at < 0 || at + blockLength > bytes.length) return false;
  const block = bytes.subarray(at, at + blockLength);
  const [, digits] =
    /^[ 0]*([0-7]{1,6})[ \0]/.exec(block.toString("latin1", checksum.offset, checksum.offset + checksum.length)) ?? [];
  if (digits === undefined) return false;
  const own = block.subarray(checksum.offset, checksum.offset + checksum.length);
  const sum = (part: Buffer) => part.reduce((total, byte) => total + byte, 0);
  return Number.parseInt(digits, 8) === sum(block) - sum(own) + checksum.length * 0x20 && block[0] !== 0;
};
