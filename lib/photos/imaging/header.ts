/** What a file says of its picture, read without decoding it. */
export type ImageHeader = {
  /** Pixels, as stored: before any turning. */
  width: number;
  height: number;
  /** It holds more pictures than one, shown in turn. */
  animated: boolean;
  /** Bytes a decoder must hold at once for the whole picture; 0 where rows can be read one after the other. */
  frameBytes: number;
  /** Where the picture ends in the file; what lies behind is something else. */
  end: number;
};

/** Reads the outline of one kind of file; undefined where the file breaks that kind's rules. Never reads outside the bytes. */
export type ReadHeader = (bytes: Buffer) => ImageHeader | undefined;
