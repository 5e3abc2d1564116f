import fc from "fast-check";
import { cleanText, composeMarks, foldMarks, hasControlCharacters, splitLetters } from "../../../lib/shared/text.ts";

const anyText = fc.string({ unit: "binary" });

test("Text is normalized to NFC and trimmed", () => {
  expect(cleanText("  Nguyễn Xuân Dũng\n".normalize("NFD"))).toBe("Nguyễn Xuân Dũng");
  expect(cleanText("Chi bộ  5")).toBe("Chi bộ  5");
});

test("Cleaning is idempotent", () => {
  fc.assert(fc.property(anyText, (text) => cleanText(cleanText(text)) === cleanText(text)));
});

test.each([
  0x00, 0x07, 0x09, 0x0a, 0x0d, 0x1f, 0x7f, 0x80, 0x9f, 0x2028, 0x2029, 0xd800, 0xdfff, 0x202a, 0x202e, 0x2066, 0x2069,
  0xfeff,
])("The control character U+%p is found in a line", (code) => {
  expect(hasControlCharacters(`Chi${String.fromCharCode(code)}bộ`)).toBe(true);
});

const ordinary = ["", "Nguyễn Thị Ấu", "“Quy chế” – 100 % · 😀", "中文", "a\u00a0b", "\u2065\u206a"];
test.each([...ordinary, "Nguyễn Thị Ấu".normalize("NFD")])("%p contains no control character", (text) => {
  expect(hasControlCharacters(text)).toBe(false);
});

test("Line breaks and tabs are accepted where allowed, a single carriage return is not", () => {
  for (const text of ["a\nb", "a\r\nb", "a\tb", "\n"]) {
    expect(hasControlCharacters(text, { lineBreaks: true })).toBe(false);
    expect(hasControlCharacters(text, { lineBreaks: false })).toBe(true);
  }
  for (const text of ["a\rb", "a\n\rb", "a\r\r\nb", "a\vb", "a\u2028b", "a\n\u0000"]) {
    expect(hasControlCharacters(text, { lineBreaks: true })).toBe(true);
  }
});

test("Two lone surrogates around a line break do not count as a pair", () => {
  expect(hasControlCharacters("\ud83d\n\ude00", { lineBreaks: true })).toBe(true);
});

test("The marks of a letter compose in any order", () => {
  for (const typed of ["ấ", "a\u0302\u0301", "a\u0301\u0302", "â\u0301", "á\u0302"])
    expect(composeMarks(typed)).toBe("ấ");
  for (const typed of ["ặ", "a\u0306\u0323", "a\u0323\u0306", "ạ\u0306"]) expect(composeMarks(typed)).toBe("ặ");
  for (const typed of ["ợ", "o\u031b\u0323", "o\u0323\u031b", "ọ\u031b"]) expect(composeMarks(typed)).toBe("ợ");
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
