import fc from "fast-check";
import {
  cleanLine,
  cleanText,
  comparableText,
  foldMarks,
  identityOf,
  lengthOf,
  splitLetters,
  textFault,
} from "../../../lib/shared/text.ts";

const anyText = fc.string({ unit: "binary" });
const character = (code: number) => String.fromCodePoint(code);

test("A line is normalized to NFC and trimmed, and any white space in it is one space", () => {
  expect(cleanLine("  Nguyễn Xuân Dũng\n".normalize("NFD"))).toBe("Nguyễn Xuân Dũng");
  for (const space of [" ", "  ", "\t", "\n", "\r\n", "\v", "\u0085", "\u00a0", "\u2003", "\u2028", "\u202f", "\u3000"])
    expect(cleanLine(`${space}Chi bộ${space}${space}5${space}`)).toBe("Chi bộ 5");
});

test("A text of several lines keeps its white space, with LF for CR LF, and is trimmed", () => {
  expect(cleanText("\u0085\r\n Điều 1\r\n\tĐiều\u00a0 2 \n\u3000")).toBe("Điều 1\n\tĐiều\u00a0 2");
  expect(cleanText(" \r\n\t")).toBe("");
});

test("Letters that stand for Đ and đ in converted data are read as these", () => {
  for (const clean of [cleanLine, cleanText, comparableText])
    expect(clean("Ðảng \u00d0\u0189\u00f0 NÐ-CP ðồng")).toBe("Đảng ĐĐđ NĐ-CP đồng");
  expect(foldMarks("Ðại hội")).toBe("dai hoi");
});

test("Cleaning is idempotent and leaves NFC", () => {
  fc.assert(
    fc.property(
      fc.oneof(anyText, fc.string({ unit: fc.constantFrom(..." \n\r\tÐðđ\u0323\u00a0\ufeffa".split("")) })),
      (text) => {
        for (const clean of [cleanLine, cleanText, comparableText]) {
          expect(clean(clean(text))).toBe(clean(text));
          expect(clean(text).normalize("NFC")).toBe(clean(text));
          expect(clean(text.normalize("NFD"))).toBe(clean(text));
        }
      },
    ),
  );
});

test.each([0x00, 0x07, 0x1f, 0x7f, 0x80, 0x9f, 0xd800, 0xdfff, 0xfdd0, 0xfffe, 0xffff, 0x1fffe, 0x10ffff])(
  "The control character or noncharacter %p is found",
  (code) => {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    for (const lines of [false, true])
      expect(textFault(`Chi${character(code)}bộ`, { lines })).toEqual({ code: "control-character", character: name });
  },
);

test.each([
  0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b, 0x200e, 0x202e, 0x2060, 0x2066, 0x206f, 0x3164,
  0xfe0f, 0xfeff, 0xffa0, 0xfff0, 0x1bca0, 0x1d173, 0xe0001, 0xe0100,
])("The invisible character %p is found", (code) => {
  expect(textFault(cleanLine(`${character(code)}Chi bộ`), { lines: false })?.code).toBe("invisible-character");
  expect(textFault(cleanText(`Chi bộ${character(code)}`), { lines: true })?.code).toBe("invisible-character");
});

test.each(["\u0301", "\u200d", "\u200c\u200d", "\u2800", "\u0301 \u200d\u0323", ""])(
  "%p has nothing to see",
  (text) => {
    expect(textFault(text, { lines: false })).toEqual({ code: "nothing-visible" });
  },
);

test.each(["Nguyễn Thị Ấu", "“Quy chế” – 100 % · 😀", "中文", "👩‍👩‍👧", "می‌خواهم", "-", "5", "\ue000", "\u00a0a"])(
  "%p is accepted",
  (text) => {
    for (const form of ["NFC", "NFD"]) expect(textFault(text.normalize(form), { lines: false })).toBeUndefined();
  },
);

test("Line breaks and tabs are accepted in several lines, a single carriage return and separators are not", () => {
  for (const text of ["a\nb", "a\tb", cleanText("a\r\nb")]) {
    expect(textFault(text, { lines: true })).toBeUndefined();
    expect(textFault(text, { lines: false })?.code).toBe("control-character");
  }
  for (const text of ["a\rb", "a\vb", "a\u0085b", "a\u2028b", "a\n\u0000"])
    expect(textFault(cleanText(text), { lines: true })?.code).toBe("control-character");
});

test("Two lone surrogates around a line break do not count as a pair", () => {
  expect(textFault("\ud83d\n\ude00", { lines: true })?.code).toBe("control-character");
});

test("White space of a megabyte is trimmed in linear time", () => {
  const before = process.cpuUsage();
  expect(cleanText(`a${" ".repeat(1_000_000)}b`)).toHaveLength(1_000_002);
  expect(cleanLine(`a${" ".repeat(1_000_000)}b`)).toBe("a b");
  expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
});

test("Length counts characters, not UTF-16 units", () => {
  expect(lengthOf("Đảng 😀")).toBe(6);
});

test("The marks of a letter compose in any order", () => {
  for (const typed of ["ấ", "a\u0302\u0301", "a\u0301\u0302", "â\u0301", "á\u0302"])
    expect(comparableText(typed)).toBe("ấ");
  for (const typed of ["ặ", "a\u0306\u0323", "a\u0323\u0306", "ạ\u0306"]) expect(comparableText(typed)).toBe("ặ");
  for (const typed of ["ợ", "o\u031b\u0323", "o\u0323\u031b", "ọ\u031b"]) expect(comparableText(typed)).toBe("ợ");
});

test("Texts that differ in invisible characters compare as equal", () => {
  for (const invisible of ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\ufe0f"])
    expect(comparableText(`${invisible}Hu${invisible}ê${invisible}\u0301`)).toBe("Huế");
});

test("Names that look alike are the same; the identity of older records keeps other characters", () => {
  for (const same of ["Huế 5", "Hu\u200dế 5", "Hué\u0302 5", "Huế \u200c5", "Huế 5 \u200d"])
    expect(identityOf(cleanLine(same))).toBe("Huế 5");
  for (const older of ["NÐ 5", "A  B", "12\u200b3"]) expect(identityOf(older)).toBe(older);
});

test("Letters keep marks that do not compose", () => {
  expect(splitLetters("x\u0301ấ\u0301😀")).toEqual(["x\u0301", "ấ\u0301", "😀"]);
  fc.assert(fc.property(anyText, (text) => splitLetters(text).join("") === text));
});

test("Folding removes case and all marks, and turns đ into d", () => {
  expect(foldMarks("Đặng Ấu Ưỡn Ỷ")).toBe("dang au uon y");
  expect(foldMarks("Đặng Ấu".normalize("NFD"))).toBe("dang au");
  expect(foldMarks("H'Drŏh 5")).toBe("h'droh 5");
});
