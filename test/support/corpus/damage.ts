/** The first part of a file, where its transfer ended. `share`: of its length, up to 1. */
export const cut = (bytes: Buffer, share: number) => bytes.subarray(0, Math.floor(bytes.length * share));

export const without = (bytes: Buffer, count: number) => bytes.subarray(0, bytes.length - count);

/** Writes other bytes into a file, as a bad disk or card does; in its middle where not said otherwise. */
export const scratched = (bytes: Buffer, at = Math.floor(bytes.length / 2)) => {
  bytes.fill(0x55, at, at + 64);
  return bytes;
};
