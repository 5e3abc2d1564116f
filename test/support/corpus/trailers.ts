import { gzipSync } from "node:zlib";
import { fieldsPicture } from "./picture.ts";
import { zipOf } from "./zip.ts";

/** Bytes behind the end of a picture: name, and what makes them. */
export type Trailer = readonly [name: string, create: () => Buffer | Promise<Buffer>];

const bytes = (...parts: (string | Buffer | readonly number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
const number32 = (value: number, isBigEndian = true) => {
  const data = Buffer.alloc(4);
  if (isBigEndian) data.writeUInt32BE(value);
  else data.writeUInt32LE(value);
  return data;
};
const little = (value: number) => number32(value, false);
const box = (type: string, ...content: Buffer[]) => {
  const data = Buffer.concat(content);
  return bytes(number32(8 + data.length), type, data);
};
/** Bytes of a camera that nobody else can read. */
const opaque = (length: number) => Buffer.from(Array.from({ length }, (_, at) => (at * 37 + 11) % 251));

const film = () =>
  bytes(
    box("ftyp", bytes("mp42\0\0\0\0mp42isom")),
    box("moov", box("mvhd", opaque(100))),
    box("mdat", opaque(3_000)),
    box("free"),
  );
const jpeg = () => fieldsPicture(30, 20).jpeg().toBuffer();
const thumbnail = async () => bytes(await jpeg(), Buffer.alloc(40));

/** Samsung: named parts, the directory `SEFH`, its length, `SEFT`. */
const samsung = (...parts: (readonly [name: string, data: Buffer])[]) => {
  const entries = parts.map(([name, data], at) => bytes([0, 0, 0x30 + at, 0x0a], little(name.length), name, data));
  const lengths = entries.map(({ length }) => length);
  const rows = entries.map((entry, at) => {
    const distance = lengths.slice(at).reduce((sum, length) => sum + length, 0);
    return bytes([0, 0, 0x30 + at, 0x0a], little(distance), little(entry.length));
  });
  const directory = bytes("SEFH", little(106), little(rows.length), ...rows);
  return bytes(...entries, directory, little(directory.length), "SEFT");
};

const resource = (id: number, data: Buffer) =>
  bytes("8BIM", [id >> 8, id & 0xff, 0, 0], number32(data.length), data, Buffer.alloc(data.length % 2));
const iptc = bytes([0x1c, 2, 120, 0, 11], "Hội nghị 26");
const xmp = bytes(
  '<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta><?xpacket end="w"?>',
);
const list = bytes(
  '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd"><plist version="1.0"><dict/></plist>',
);

/** What cameras, phones and press programs write behind the end of a picture. */
export const makersTrailers: readonly Trailer[] = [
  ["a line feed", () => bytes("\n")],
  ["a carriage return and a line feed", () => bytes("\r\n")],
  ["several line ends", () => bytes("\r\n\r\n\n")],
  ["spaces", () => bytes("    ")],
  ["one zero", () => Buffer.alloc(1)],
  ["zeros", () => Buffer.alloc(4_096)],
  ["ones", () => Buffer.alloc(4_096, 0xff)],
  ["one 0xff", () => Buffer.alloc(1, 0xff)],
  ["a second end of image", () => bytes([0xff, 0xd9])],
  ["zeros, ones and line ends", () => bytes(Buffer.alloc(7), Buffer.alloc(9, 0xff), "\r\n", Buffer.alloc(3))],
  ["bytes of an unknown camera", () => opaque(5_000)],
  ["text of an unknown camera", () => bytes("Model=DSC-7;Lens=35mm;Battery=80%")],
  ["Photoshop resources", () => bytes("Photoshop 3.0\0", resource(0x0404, iptc), resource(0x03ed, opaque(16)))],
  ["a bare Photoshop resource", () => resource(0x0404, iptc)],
  ["IPTC alone", () => iptc],
  ["an XMP packet", () => xmp],
  ["a property list", () => list],
  ["Samsung: notes", () => samsung(["Image_UTC_Data", bytes("1703570400000")])],
  ["Samsung: a film", () => samsung(["Image_UTC_Data", bytes("1703570400000")], ["MotionPhoto_Data", film()])],
  ["Samsung: sound", () => samsung(["SoundShot_000", opaque(900)])],
  ["Samsung: a second picture", async () => samsung(["DualShot_1", await jpeg()], ["DualShot_DepthMap", opaque(600)])],
  ["Google: a motion photo", film],
  ["Google: a motion photo after padding", () => bytes(Buffer.alloc(16), film())],
  [
    "Google: a film of QuickTime",
    () => bytes(box("ftyp", bytes("qt  \0\0\0\0qt  ")), box("wide"), box("mdat", opaque(99))),
  ],
  ["Google: a depth map and a film", async () => bytes(await jpeg(), film())],
  [
    "Google: a film whose last box ends with the file",
    () => bytes(box("ftyp", bytes("isom\0\0\0\0")), number32(0), "mdat", opaque(50)),
  ],
  [
    "Google: a film with a long size",
    () => bytes(box("ftyp", bytes("isom\0\0\0\0")), number32(1), "mdat", number32(0), number32(16 + 50), opaque(50)),
  ],
  ["Xiaomi: a micro video and its number", () => bytes(film(), "\0\0\0\x18MiCamera")],
  ["Xiaomi: a depth map and JSON", async () => bytes(await jpeg(), opaque(300), '{"focus":[120,80],"blur":3}')],
  ["Huawei: notes", () => bytes("HwMnote\0", opaque(64), "LIVE_12345678_0000", Buffer.alloc(20))],
  ["Huawei: a live photo", () => bytes(film(), "v2_f31         100:100        LIVE_3500      ")],
  [
    "Oppo: a local image and JSON",
    () => bytes(opaque(500), '[{"length":500,"name":"local.uhdr"}]', little(36), "jxrs\0\0\0"),
  ],
  ["Vivo: JSON", () => bytes('vivo{"com.vivo.livephoto":"1"}', number32(30), "\xff\xff\xff\xff", 'cam"')],
  ["OnePlus: JSON", () => bytes('{"master.mode":"portrait"}', "@", opaque(4), "onePlus\0")],
  ["Apple, Sony, Canon: a second picture (MPF)", jpeg],
  ["Sony: a preview after padding", async () => bytes(Buffer.alloc(512), await thumbnail())],
  [
    "Fujifilm: three pictures",
    async () => bytes(await jpeg(), "\r\n", await jpeg(), Buffer.alloc(8, 0xff), await jpeg()),
  ],
  ["DJI: a second picture and notes", async () => bytes(await jpeg(), opaque(200), "DJI\0M3T")],
  ["a gain map of high dynamic range", async () => bytes(await fieldsPicture(15, 10).greyscale().jpeg().toBuffer())],
  ["a truncated second picture", async () => (await jpeg()).subarray(0, 200)],
  ["Nikon: a preview", async () => bytes("NIKON APP", await jpeg(), opaque(64))],
  ["AFCP", () => bytes("AXS!\x01\0\0\x01", "IPTC", number32(iptc.length), iptc, "AXS!", number32(40), Buffer.alloc(4))],
  [
    "Canon VRD",
    () => {
      const mark = "CANON OPTIONAL DATA\0";
      return bytes(mark, [0, 1, 0, 0], number32(1_200), opaque(1_200), mark, Buffer.alloc(44));
    },
  ],
  ["Canon DR4", () => bytes("CANON OPTIONAL DATA\0\0\x01\0\0", number32(600), "IIII\x04\0\x04\0\x05", opaque(590))],
  ["FotoStation", async () => bytes([0, 3, 0, 0], number32(iptc.length + 10), "\xa1\xb2\xc3\xd4", iptc, await jpeg())],
  ["PhotoMechanic", () => bytes(opaque(80), "\x1c\x02\xdd\0\x01\0", number32(90), "cbipcbbl")],
  ["MIE", () => bytes("~\x10\x04\xfe0MIE\0\0\0\0", "~\0\x04\x0bMIE1", opaque(30), "~\0\0\x06", number32(60), [16, 4])],
  ["PreservationMeta", () => bytes("PreservationMeta\0", xmp, number32(xmp.length))],
  ["Insta360", () => bytes(opaque(300), "8db42d694ccc418790edff439fe026bf")],
  ["GoPro", () => bytes("GPRO", number32(20), "DEVC", opaque(60))],
  ["FLIR", () => bytes("FFF\0", opaque(500))],
  ["Parrot: a film as a box alone", () => bytes(box("ftyp", bytes("avc1\0\0\0\0")))],
];

const page = "<!DOCTYPE html>\n<html><body>Xin chào</body></html>";
const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';
const windows = () => {
  const header = Buffer.alloc(64);
  header.write("MZ", 0, "latin1");
  header.writeUInt32LE(64, 60);
  return bytes(header, "PE\0\0", [0x64, 0x86, 2, 0], opaque(200));
};
const elf = bytes("\x7fELF\x02\x01\x01\0", Buffer.alloc(8), [2, 0, 62, 0], opaque(100));
const machO = bytes([0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1, 3, 0, 0, 0], opaque(100));
const javaClass = bytes([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0x41, 0, 15], opaque(80));
const rar4 = bytes("Rar!\x1a\x07\0", opaque(60));
const rar5 = bytes("Rar!\x1a\x07\x01\0", opaque(60));
const sevenZip = bytes("7z\xbc\xaf\x27\x1c\0\x04", opaque(60));
const ole = bytes([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], Buffer.alloc(504));
const document = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
const webApp = '<?php system($_GET["c"]); ?>';

/** A TAR archive of one empty file. `magic`: none in the oldest format. */
const tar = (magic = "ustar\x0000") => {
  const header = Buffer.alloc(512);
  header.write("danh-sach.txt", 0);
  header.write("0000644\0", 100);
  header.write("        ", 148);
  header.write(magic, 257, "latin1");
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  return bytes(header, Buffer.alloc(1_024));
};

/** ZIP64: the end record refers to another one by its locator. */
const zip64 = () => {
  const archive = zipOf("a.txt", Buffer.from("a"));
  const end = archive.subarray(-22);
  end.writeUInt32LE(0xffff_ffff, 12);
  end.writeUInt32LE(0xffff_ffff, 16);
  const locator = bytes("PK\x06\x07", Buffer.alloc(16));
  return bytes(archive.subarray(0, -22), bytes("PK\x06\x06", Buffer.alloc(52)), locator, end);
};

/** What makes a picture something else as well. */
export const foreignTrailers: readonly Trailer[] = [
  ["a ZIP archive", () => zipOf("a.txt", Buffer.from("a"))],
  ["an empty ZIP archive", () => bytes("PK\x05\x06", Buffer.alloc(18))],
  ["a ZIP64 archive", zip64],
  ["a truncated ZIP archive", () => zipOf("a.txt", Buffer.alloc(100)).subarray(0, 60)],
  ["a Java archive", () => zipOf("META-INF/MANIFEST.MF", Buffer.from("Main-Class: A"))],
  ["an Office document", () => zipOf("word/document.xml", Buffer.from("<w:document/>"))],
  ["a RAR 4 archive", () => rar4],
  ["a RAR 5 archive", () => rar5],
  ["a 7z archive", () => sevenZip],
  ["a GZIP file", () => gzipSync("a")],
  ["a TAR archive", () => tar()],
  ["a TAR archive of GNU", () => tar("ustar  ")],
  ["a TAR archive of the oldest format", () => tar("")],
  ["a bzip2 file", () => bytes("BZh91AY&SY", opaque(40))],
  ["an XZ file", () => bytes("\xfd7zXZ\0\0\x04", opaque(40))],
  ["a Zstandard file", () => bytes([0x28, 0xb5, 0x2f, 0xfd, 4], opaque(40))],
  ["a cabinet", () => bytes("MSCF\0\0\0\0", opaque(40))],
  ["a Debian package", () => bytes("!<arch>\ndebian-binary")],
  ["a PDF", () => bytes(document)],
  ["a Word document of 2003", () => ole],
  ["a document in RTF", () => bytes("{\\rtf1\\ansi Xin}")],
  ["PostScript", () => bytes("%!PS-Adobe-3.0\nshowpage")],
  ["an HTML page", () => bytes(page)],
  ["a page without a document type", () => bytes("<html><script>alert(1)</script></html>")],
  ["a page in capitals", () => bytes("<HTML ><BODY>a</BODY></HTML>")],
  ["a script of a page", () => bytes("<script src=//a.example></script>")],
  ["an SVG", () => bytes(drawing)],
  ["an SVG after a declaration", () => bytes(`<?xml version="1.0"?>\n${drawing}`)],
  ["an SVG without attributes", () => bytes("<svg><script>alert(1)</script></svg>")],
  ["a PHP script", () => bytes(webApp)],
  ["a script of a Java server", () => bytes('<%@ page import="java.io.*" %>')],
  ["a short PHP script", () => bytes("<?=`$_GET[0]`?>")],
  ["a program of Linux", () => elf],
  ["a program of Windows", windows],
  ["the beginning of a program of DOS", () => bytes("MZ\x90\0\x03")],
  ["a program of macOS", () => machO],
  ["a program of macOS for two processors", () => bytes([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 2], opaque(40))],
  ["a Java class", () => javaClass],
  ["a shell script", () => bytes("#!/bin/sh\nrm -rf .\n")],
  ["a Python script", () => bytes("#!/usr/bin/env python3\nprint(1)\n")],
  ["a batch file", () => bytes("@echo off\r\ndel *.*\r\n")],
  ["a program of Android", () => bytes("dex\n035\0", opaque(60))],
  ["WebAssembly", () => bytes("\0asm\x01\0\0\0", opaque(30))],
];

/** What an author of such a file may put in front of it. */
export const disguises: readonly (readonly [name: string, create: () => Buffer | Promise<Buffer>])[] = [
  ["directly", () => Buffer.alloc(0)],
  ["after a line end", () => bytes("\r\n")],
  ["after fill", () => bytes(Buffer.alloc(600), Buffer.alloc(20, 0xff))],
  ["after a second picture", jpeg],
  ["after a film", film],
  ["after a second picture and a film", async () => bytes(await jpeg(), Buffer.alloc(12), film())],
];

/** Foreign files that are found behind any bytes. */
export const foreignAnywhere = (): readonly Trailer[] =>
  foreignTrailers.filter(([name]) => !/GZIP|Zstandard|DOS|short PHP|oldest/.test(name));

export const samsungWith = (data: Buffer) => samsung(["Image_UTC_Data", data]);
