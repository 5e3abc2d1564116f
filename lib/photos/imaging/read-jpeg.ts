import type { ImageHeader, ReadHeader } from "./header.ts";
import { marker, type Segment, segmentsOf } from "./jpeg-segments.ts";
import { scanMaximum } from "./limits.ts";

/** Accepted frames: baseline, extended sequential and progressive with Huffman codes, as every camera writes. */
const frameMarkers: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const progressiveMarker = 0xc2;
/** Lossless, differential and arithmetic frames, which no camera writes; and a nested image. */
const rejectedMarkers: ReadonlySet<number> = new Set([
  ...[0xc3, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
  marker.start,
]);
/** The decoder holds each coefficient in two bytes when an image has several scans. */
const coefficientBytes = 2;

/** `scans`: the number of components of each scan. */
type Frame = {
  width: number;
  height: number;
  components: number;
  coefficients: number;
  progressive: boolean;
  scans: number[];
};

/** ISO/IEC 10918-1 annex B: one frame, in one scan or several. */
export const readJpeg: ReadHeader = (bytes) => {
  let frame: Frame | undefined;
  for (const segment of segmentsOf(bytes)) {
    if (isRejected(segment, frame)) return undefined;
    if (segment.code === marker.end) return frame && headerOf(frame, segment.end);
    if (frameMarkers.has(segment.code)) frame = frameOf(segment);
    if (segment.code === marker.scan) frame?.scans.push(segment.data[0] ?? 0);
  }
  return undefined;
};

const isRejected = ({ code }: Segment, frame: Frame | undefined) =>
  rejectedMarkers.has(code) || (frame !== undefined && (frameMarkers.has(code) || frame.scans.length > scanMaximum));

/** Precision, height, width, then three bytes a component: its name, its sampling across and down, its table (B.2.2). */
const frameOf = ({ code, data }: Segment): Frame | undefined => {
  const components = data[5] ?? 0;
  if (components === 0 || data.length < 6 + 3 * components) return undefined;
  const samplings = Array.from({ length: components }, (_, index) => {
    const sampling = data.readUInt8(7 + 3 * index);
    return { across: sampling >> 4, down: sampling & 0xf };
  });
  const maximum = Math.max(...samplings.map(({ across }) => across)) * Math.max(...samplings.map(({ down }) => down));
  if (maximum === 0) return undefined;
  const [height, width] = [data.readUInt16BE(1), data.readUInt16BE(3)];
  const share = samplings.reduce((sum, { across, down }) => sum + across * down, 0) / maximum;
  const progressive = code === progressiveMarker;
  return { width, height, components, coefficients: width * height * share, progressive, scans: [] };
};

const headerOf = ({ width, height, components, coefficients, progressive, scans }: Frame, end: number): ImageHeader => {
  const inScans = progressive || scans.some((each) => each < components);
  return { width, height, animated: false, frameBytes: inScans ? coefficients * coefficientBytes : 0, end };
};
