import type { Sharp } from "sharp";
import { comment, segment, withSegments } from "./jpeg.ts";
import { fieldsPicture } from "./picture.ts";

/** Text in the metadata of files that no rendition may contain. */
export const canary = "canary-of-the-camera";

const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${canary}</dc:title></rdf:Description></rdf:RDF></x:xmpmeta>`;

/** Adds metadata of camera, photographer and location, and a colour profile. */
export const withMetadata = (picture: Sharp): Sharp =>
  picture
    .withExif({
      IFD0: { Artist: canary, Copyright: canary },
      IFD3: {
        GPSLatitudeRef: "N",
        GPSLatitude: "10/1 46/1 30/1",
        GPSLongitudeRef: "E",
        GPSLongitude: "106/1 41/1 0/1",
      },
    })
    .withXmp(xmp)
    .withIccProfile("p3");

/** IPTC as Photoshop stores it: one resource (8BIM, 0x0404) with a caption (2:120). */
const iptc = () => {
  const caption = Buffer.concat([Buffer.from([0x1c, 2, 120, 0, canary.length]), Buffer.from(canary)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(caption.length);
  const resource = [Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0", "latin1"), length, caption];
  return segment(0xed, Buffer.concat([...resource, Buffer.alloc(caption.length % 2)]));
};

/** A JPEG with every kind of metadata at once. */
export const ladenJpeg = async () =>
  withSegments(await withMetadata(fieldsPicture(600, 400)).jpeg().toBuffer(), comment(canary), iptc());
