/** Markers of ISO/IEC 10918-1, table B.1: their second byte, after 0xff. */
export const marker = { firstRestart: 0xd0, lastRestart: 0xd7, start: 0xd8, end: 0xd9, scan: 0xda, temporary: 0x01 };

/** `end`: where the segment ends, in a scan before the entropy-coded bytes. */
export type Segment = { code: number; data: Buffer; end: number };

const empty = Buffer.alloc(0);

/** The marker segments of a JPEG up to the end of its image (annex B), or to the first malformed one. */
export function* segmentsOf(bytes: Buffer): Generator<Segment> {
  let segment = segmentAt(bytes, 2);
  while (segment !== undefined) {
    yield segment;
    if (segment.code === marker.end) return;
    segment = segmentAt(bytes, segment.code === marker.scan ? endOfScan(bytes, segment.end) : segment.end);
  }
}

const isRestart = (code: number) => code >= marker.firstRestart && code <= marker.lastRestart;
/** Without a length and data. */
const isBare = (code: number) =>
  isRestart(code) || code === marker.start || code === marker.end || code === marker.temporary;

const segmentAt = (bytes: Buffer, from: number): Segment | undefined => {
  const offset = lastOfFill(bytes, from);
  if (bytes[offset] !== 0xff || offset + 2 > bytes.length) return undefined;
  const code = bytes.readUInt8(offset + 1);
  if (isBare(code)) return { code, data: empty, end: offset + 2 };
  if (offset + 4 > bytes.length) return undefined;
  const length = bytes.readUInt16BE(offset + 2);
  const end = offset + 2 + length;
  return length < 2 || end > bytes.length ? undefined : { code, data: bytes.subarray(offset + 4, end), end };
};

/** Any number of 0xff can precede a marker (B.1.1.2). */
const lastOfFill = (bytes: Buffer, from: number): number => {
  let offset = from;
  while (bytes[offset] === 0xff && bytes[offset + 1] === 0xff) offset += 1;
  return offset;
};

/** In a scan 0xff begins a byte of data (followed by 0), a restart, which belongs to the scan, or the next marker. */
const endOfScan = (bytes: Buffer, from: number): number => {
  let offset = bytes.indexOf(0xff, from);
  while (offset !== -1 && offset + 1 < bytes.length) {
    const code = bytes.readUInt8(offset + 1);
    if (code !== 0 && !isRestart(code)) return offset;
    offset = bytes.indexOf(0xff, offset + 2);
  }
  return bytes.length;
};
