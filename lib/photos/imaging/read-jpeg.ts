import { marker, segmentsOf } from "./jpeg-segments.ts";
import type { Outline, ReadOutline } from "./outline.ts";

/** Frames taken: baseline, extended sequential and progressive with Huffman codes, as every camera writes. */
const frameMarkers: ReadonlySet<number> = new Set([0xc0, 0xc1, 0xc2]);
const progressiveMarker = 0xc2;
/** Lossless, differential and arithmetic frames, which nothing that takes photos writes; and a second picture inside. */
const refusedMarkers: ReadonlySet<number> = new Set([
  ...[0xc3, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
  marker.start,
]);
/** The decoder keeps each coefficient in two bytes when a picture comes in several scans. */
const coefficientBytes = 2;

type Frame = { width: number; height: number; components: number; coefficients: number; inScans: boolean };

/** ISO/IEC 10918-1 annex B: one frame, in one scan or several. */
export const readJpeg: ReadOutline = (bytes) => {
  let frame: Frame | undefined;
  for (const { code, data, end } of segmentsOf(bytes)) {
    if (code === marker.end) return frame && outlineOf(frame, end);
    if (refusedMarkers.has(code)) return undefined;
    if (frameMarkers.has(code)) {
      if (frame !== undefined) return undefined;
      frame = frameOf(data, code === progressiveMarker);
    }
    if (code === marker.scan && frame !== undefined) frame.inScans ||= (data[0] ?? 0) < frame.components;
  }
  return undefined;
};

/** Precision, height, width, then three bytes a component: its name, its sampling across and down, its table (B.2.2). */
const frameOf = (data: Buffer, inScans: boolean): Frame | undefined => {
  const components = data[5] ?? 0;
  if (components === 0 || data.length < 6 + 3 * components) return undefined;
  const samplings = Array.from({ length: components }, (_, index) => {
    const sampling = data.readUInt8(7 + 3 * index);
    return { across: sampling >> 4, down: sampling & 0xf };
  });
  const whole = Math.max(...samplings.map(({ across }) => across)) * Math.max(...samplings.map(({ down }) => down));
  if (whole === 0) return undefined;
  const [height, width] = [data.readUInt16BE(1), data.readUInt16BE(3)];
  const share = samplings.reduce((sum, { across, down }) => sum + across * down, 0) / whole;
  return { width, height, components, coefficients: width * height * share, inScans };
};

const outlineOf = ({ width, height, coefficients, inScans }: Frame, end: number): Outline => ({
  width,
  height,
  animated: false,
  wholeFrame: inScans ? coefficients * coefficientBytes : 0,
  end,
});
