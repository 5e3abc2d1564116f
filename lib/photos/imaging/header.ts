/** Properties of an image that are read without decoding it. */
export type ImageHeader = {
  /** Pixels as stored, before the image is turned upright. */
  width: number;
  height: number;
  /** Whether the file contains several frames. */
  animated: boolean;
  /** Bytes of a complete frame that a decoder must hold at once; 0 where it can decode row by row. */
  frameBytes: number;
  /** Offset of the end of the image; any further bytes are not part of it. */
  end: number;
};

/** Reads the header of one format; undefined for a malformed file. Never reads outside the bytes. */
export type ReadHeader = (bytes: Buffer) => ImageHeader | undefined;
