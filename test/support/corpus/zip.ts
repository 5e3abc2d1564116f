import { crc32 } from "node:zlib";

/** A ZIP archive (APPNOTE 4.3) of one stored file, for `offset` in a larger file. */
export const zipOf = (name: string, data: Buffer, offset = 0): Buffer => {
  const title = Buffer.from(name);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt32LE(crc32(data), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(data.length, 18);
  common.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, title, data]);
  const position = Buffer.alloc(14);
  position.writeUInt32LE(offset, 10);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, position, title]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset + local.length, 16);
  return Buffer.concat([local, central, end]);
};
