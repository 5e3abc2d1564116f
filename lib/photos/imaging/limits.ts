/** Pixels of the largest photo: 50 megapixels, what the contract promises to take. */
export const pixelMaximum = 50_000_000;

/** The longest side of a JPEG (ISO/IEC 10918-1 has 16 bits for it); the other kinds gain nothing from more. */
export const sideMaximum = 65_535;

/**
 * Bytes a decoder may hold because a file makes it keep its whole picture at once (progressive JPEG, interlaced PNG,
 * lossless WebP). With Node, sharp, the file and a rendition beside it, the process stays under 512 MB
 * (docs/decisions/015-images.md has what was measured).
 */
export const frameBytesMaximum = 300_000_000;

/** Scans of a JPEG. Encoders write about ten; each costs a pass over the whole picture, however few bytes it has. */
export const scanMaximum = 100;

/** Seconds one decode may take; the slowest photo within the limits takes about two on one slow core. */
export const decodeSeconds = 30;

/** What is served of a photo, the larger first. Pixels of the longest side; a smaller picture stays as it is. */
export const renditionSides = { screen: 1_600, thumb: 320 } as const;
export type RenditionName = keyof typeof renditionSides;
