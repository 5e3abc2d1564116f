/** Text, a byte, one of several bytes, or a byte from one to another. */
type SignaturePart = string | number | readonly number[] | { from: number; to: number };

const escaped = (byte: number) => `\\u${byte.toString(16).padStart(4, "0")}`;

const sourceOf = (part: SignaturePart): string => {
  if (typeof part === "string") return [...part].map((letter) => escaped(letter.charCodeAt(0))).join("");
  if (typeof part === "number") return escaped(part);
  return "from" in part ? `[${escaped(part.from)}-${escaped(part.to)}]` : `[${part.map(escaped).join("")}]`;
};

/** The source of a pattern for bytes as text in Latin-1. */
const signature = (...parts: readonly SignaturePart[]) => parts.map(sourceOf).join("");
const anyOf = (...sources: readonly string[]) => sources.join("|");
const textOf = (pattern: RegExp) => pattern.source;
const anyByte = { from: 0, to: 0xff };
const anyBytes = (count: number): SignaturePart[] => Array.from({ length: count }, () => anyByte);

// A signature that is searched anywhere fixes six bytes or nearly as many: shorter ones occur by chance in films of 25 MiB.

/** Documents and pages at the beginning of a file. */
export const headDocument = /%PDF-|<!doctype\s+(?:html|svg)|<html|<script|<svg|<\?php/i;

/** What its readers find anywhere in a file: archives of RAR and 7z, and PHP. */
export const embeddedArchive = new RegExp(
  anyOf(
    signature("Rar!", 0x1a, 0x07, [0, 1]),
    signature("7z", 0xbc, 0xaf, 0x27, 0x1c),
    textOf(/<\?[Pp][Hh][Pp]\s|<\?=[\s`(]*\$_[A-Z]/),
  ),
);

/** Pages, and documents and scripts that begin with text. */
export const foreignText = new RegExp(
  anyOf(
    textOf(/<!doctype\s+(?:html|svg)|<(?:html|head|body|script|iframe|style)[\s/>]/),
    // Its four bytes are too few: more text must follow.
    textOf(/<svg[\s/>:][\t\n\r -~]{6}/),
    textOf(/%PDF-\d|%!PS-Adobe|\{\\rtf\d/),
    // JSP and ASP.
    textOf(/<%@\s*(?:page|import|language)\s/),
    textOf(/#![ \t]{0,8}\/(?:usr|bin|opt|system|data)\/|@echo off\b/),
    textOf(/This program (?:cannot|must) be run/),
  ),
  "i",
);

const zipVersion = { from: 10, to: 63 };
/** Of compression, as APPNOTE 4.4.5 lists them. */
const zipMethod = [...Array(21).keys(), ...Array.from({ length: 7 }, (_, at) => 93 + at)];
/** Processors in a Mach-O file: x86, ARM, PowerPC, each with 32 or 64 bits. */
const machProcessor = [7, 12, 18];

/** Beginnings of archives, documents and programs that are long enough to be searched anywhere. */
export const foreignBinary = new RegExp(
  anyOf(
    // A local header of ZIP (APPNOTE 4.3.7): version, flags, method, 16 bytes, and the length of a name below 1,024.
    signature("PK", 3, 4, zipVersion, { from: 0, to: 3 }, anyByte, anyByte, zipMethod, 0, ...anyBytes(17), {
      from: 0,
      to: 3,
    }),
    signature(0xfd, "7zXZ", 0),
    signature("BZh", { from: 0x31, to: 0x39 }, "1AY&SY"),
    signature("MSCF", 0, 0, 0, 0),
    signature("!<arch>\n"),
    // ISO 9660.
    signature(1, "CD001", 1),
    // OLE: Word, Excel and PowerPoint until 2003.
    signature(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1),
    // PostScript with a preview.
    signature(0xc5, 0xd0, 0xd3, 0xc6, { from: 28, to: 32 }, 0, 0, 0),
    signature(0x7f, "ELF", [1, 2], [1, 2], 1),
    // Windows on x86, x64, ARM and ARM64.
    signature("PE", 0, 0, "L", 1),
    signature("PE", 0, 0, "d", [0x86, 0xaa]),
    signature("PE", 0, 0, 0xc4, 1),
    signature([0xce, 0xcf], 0xfa, 0xed, 0xfe, machProcessor, 0, 0, [0, 1]),
    signature(0xfe, 0xed, 0xfa, [0xce, 0xcf], [0, 1], 0, 0, machProcessor),
    // A Java class with its version, or Mach-O for several processors with their number.
    signature(0xca, 0xfe, 0xba, 0xbe, 0, { from: 0, to: 3 }, 0, { from: 1, to: 80 }),
    signature("dex\n03", { from: 0x30, to: 0x39 }, 0),
    signature(0, "asm", 1, 0, 0, 0),
  ),
);

/** Shorter beginnings, which count only where a part of the trailer begins. */
export const foreignStart = new RegExp(
  `^(?:${anyOf(
    signature("PK", 3, 4),
    signature(0x1f, 0x8b, 8),
    // compress, in two versions.
    signature(0x1f, [0x9d, 0xa0]),
    textOf(/BZh[1-9]|MSCF|xar!|07070[127]/),
    // Zstandard.
    signature(0x28, 0xb5, 0x2f, 0xfd),
    // LHA.
    signature(anyByte, anyByte, "-l", [0x68, 0x7a]),
    signature(0xd0, 0xcf, 0x11, 0xe0),
    textOf(/%PDF|%!PS/),
    textOf(/MZ|#!|<\?php|<\?=/),
    signature(0x7f, "ELF"),
    signature(0xca, 0xfe, 0xba, 0xbe),
    signature([0xce, 0xcf], 0xfa, 0xed, 0xfe),
    signature(0xfe, 0xed, 0xfa, [0xce, 0xcf]),
    signature("dex\n"),
  )})`,
);
