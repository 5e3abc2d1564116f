/** A RIFF chunk: type, length, data, and a byte of padding after an odd length. */
export const riffChunk = (type: string, data: Buffer) => {
  const head = Buffer.alloc(8);
  head.write(type, "latin1");
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};

export const webpOf = (...chunks: Buffer[]) => riffChunk("RIFF", Buffer.concat([Buffer.from("WEBP"), ...chunks]));

/** The chunks of a WebP file: type and data. Throws where they do not fill it exactly. */
export const chunksOf = (webp: Buffer): { type: string; data: Buffer }[] => {
  if (webp.toString("latin1", 0, 4) !== "RIFF" || webp.toString("latin1", 8, 12) !== "WEBP") throw new Error("No WebP");
  if (webp.readUInt32LE(4) + 8 !== webp.length) throw new Error("Bytes after the picture");
  const chunks = [];
  for (let offset = 12; offset < webp.length; ) {
    const length = webp.readUInt32LE(offset + 4);
    chunks.push({
      type: webp.toString("latin1", offset, offset + 4),
      data: webp.subarray(offset + 8, offset + 8 + length),
    });
    offset += 8 + length + (length % 2);
  }
  return chunks;
};

/** The extended header: flags, then the size of the canvas. */
export const extendedHeader = (flags: number, width: number, height: number) => {
  const data = Buffer.alloc(10);
  data.writeUInt8(flags);
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return riffChunk("VP8X", data);
};
