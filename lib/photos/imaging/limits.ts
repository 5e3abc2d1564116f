/** Pixels of the largest photo: 50 megapixels, as the contract promises. */
export const pixelMaximum = 50_000_000;

/** The longest side of a JPEG (ISO/IEC 10918-1 has 16 bits for it); the other formats need no more. */
export const sideMaximum = 65_535;

/**
 * Bytes of a complete frame that a decoder may hold (progressive JPEG, interlaced PNG, lossless WebP). With Node, sharp, the file
 * and a rendition the process then stays under 512 MB (docs/decisions/015-images.md).
 */
export const frameBytesMaximum = 300_000_000;

/** Scans of a JPEG. Encoders write about ten; each costs a pass over the complete image, however few bytes it has. */
export const scanMaximum = 100;

/** Seconds that one decode may take; the slowest photo within the limits takes about two on a slow core. */
export const decodeSeconds = 30;

/** Renditions, the larger first: pixels of the longest side. A smaller image is not enlarged. */
export const renditionSides = { screen: 1_600, thumb: 320 } as const;
export type RenditionName = keyof typeof renditionSides;
