import { segment, withSegments } from "./jpeg.ts";
import { fieldsPicture } from "./picture.ts";

const number16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);
const number32 = (value: number) => Buffer.concat([number16(value >>> 16), number16(value & 0xffff)]);

/** A packet of Adobe XMP in its segment, with attributes of the gain map. */
const xmp = (attributes: string, content = "") =>
  segment(
    0xe1,
    Buffer.from(
      `http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:Item="http://ns.google.com/photos/1.0/container/item/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" ${attributes}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`,
    ),
  );

type Pictures = { first: number; second: number; distance: number };

/** The index of two pictures (CIPA DC-007 §5.2): their lengths, and how far the second is from the index. */
const pictureIndex = ({ first, second, distance }: Pictures) => {
  const tag = (id: number, type: number, count: number, value: Buffer) =>
    Buffer.concat([number16(id), number16(type), number32(count), value]);
  const picture = (attribute: number, length: number, offset: number) =>
    Buffer.concat([number32(attribute), number32(length), number32(offset), number32(0)]);
  return segment(
    0xe2,
    Buffer.concat([
      Buffer.from("MPF\0MM"),
      number16(42),
      number32(8),
      number16(3),
      tag(0xb000, 7, 4, Buffer.from("0100")),
      tag(0xb001, 4, 1, number32(2)),
      tag(0xb002, 7, 32, number32(50)),
      number32(0),
      picture(0x2003_0000, first, 0),
      picture(0, second, distance),
    ]),
  );
};

/** Ultra HDR, as recent phones write it: a picture, its index, and behind it the gain map of high dynamic range. */
export const gainMapJpeg = async (width: number, height: number): Promise<Buffer> => {
  const map = withSegments(
    await fieldsPicture(width / 4, height / 4)
      .greyscale()
      .jpeg()
      .toBuffer(),
    xmp('hdrgm:GainMapMin="0" hdrgm:GainMapMax="2" hdrgm:Gamma="1" hdrgm:HDRCapacityMin="0" hdrgm:HDRCapacityMax="2"'),
  );
  const item = (semantic: string, more = "") =>
    `<rdf:li rdf:parseType="Resource"><Container:Item Item:Semantic="${semantic}" Item:Mime="image/jpeg"${more}/></rdf:li>`;
  const items = `<Container:Directory><rdf:Seq>${item("Primary")}${item("GainMap", ` Item:Length="${map.length}"`)}</rdf:Seq></Container:Directory>`;
  const directory = xmp("", items);
  const plain = await fieldsPicture(width, height).jpeg().toBuffer();
  const indexLength = pictureIndex({ first: 0, second: 0, distance: 0 }).length;
  const first = plain.length + directory.length + indexLength;
  // The index begins after the start of the picture, the packet, the head of its segment and its name.
  const distance = first - (2 + directory.length + 4 + 4);
  return Buffer.concat([withSegments(plain, directory, pictureIndex({ first, second: map.length, distance })), map]);
};
