import fc from "fast-check";
import * as z from "zod/mini";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { instant, name, searchText, text, title } from "../../../lib/shared/schema.ts";
import { fieldErrorMessage } from "../../../lib/vocabulary/field-errors.ts";

const errorsOf = (field: z.ZodMiniType, value: unknown) =>
  validateInput(z.strictObject({ field }), { field: value }).errors.map(({ code, values }) =>
    [code, ...Object.values(values ?? {})].join(" "),
  );
const parse = (field: z.ZodMiniType, value: unknown) =>
  validateInput(z.strictObject({ field }), { field: value }).valueOrThrow().field;

test.each([
  ["", "too-short 1 character"],
  [" \u00a0\n", "too-short 1 character"],
  ["a\u0007b", "control-character U+0007"],
  ["a\u200bb", "invisible-character U+200B"],
  ["\ufeffa", "invisible-character U+FEFF"],
  ["a\uffff", "control-character U+FFFF"],
  ["\u200d", "nothing-visible"],
  ["a\u0000\u200b".repeat(30_000), "control-character U+0000"],
  [1, "wrong-type string"],
])("The text %j has exactly one fault: %s", (value, fault) => {
  for (const field of [name, title, text]) expect(errorsOf(field, value)).toEqual([fault]);
});

test.each([
  [name, 200],
  [title, 500],
  [text, 20_000],
])("Lengths count characters after normalization", (field, maximum) => {
  for (const one of ["x", "Ậ", "😀", "Ậ".normalize("NFD")]) {
    expect(errorsOf(field, ` ${one.repeat(maximum)}\n`)).toEqual([]);
    expect(errorsOf(field, one.repeat(maximum + 1))).toEqual([`too-long ${maximum} character`]);
  }
});

test("Line breaks of a name become spaces before its length is counted", () => {
  expect(parse(name, "Nguyễn\r\n Xuân\u00a0\u00a0Dũng")).toBe("Nguyễn Xuân Dũng");
  expect(parse(name, `a${" ".repeat(300)}b`)).toBe("a b");
});

test("The text of a search may be empty but has no invisible characters", () => {
  for (const value of ["", " ", "-"]) expect(errorsOf(searchText, value)).toEqual([]);
  expect(errorsOf(searchText, "du\u200bng")).toEqual(["invisible-character U+200B"]);
  expect(errorsOf(searchText, "\u0301")).toEqual(["nothing-visible"]);
  expect(errorsOf(searchText, "x".repeat(201))).toEqual(["too-long 200 character"]);
  expect(parse(searchText, " Ðỗ\t Văn ")).toBe("Đỗ Văn");
});

test("Messages name the character", () => {
  const error = { pointer: "", code: "invisible-character", values: { character: "U+200B" } } as const;
  expect(fieldErrorMessage(error, "en")).toBe("contains the invisible character U+200B");
  expect(fieldErrorMessage(error, "vi")).toBe("chứa ký tự ẩn U+200B không được phép");
});

test("An accepted text is accepted again unchanged", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 30 }), (value) => {
      for (const field of [name, text]) {
        if (errorsOf(field, value).length > 0) continue;
        const stored = parse(field, value);
        expect(parse(field, stored)).toBe(stored);
      }
    }),
  );
});

test.each([
  ["2023-12-26T08:30:00+07:00", "2023-12-26T01:30:00.000Z"],
  ["2023-12-26t08:30:00z", "2023-12-26T08:30:00.000Z"],
  ["2023-12-26T08:30:00.123456789Z", "2023-12-26T08:30:00.123Z"],
  ["2023-12-26T08:30:00.5-23:59", "2023-12-27T08:29:00.500Z"],
  ["2023-12-26T08:30:00-00:00", "2023-12-26T08:30:00.000Z"],
  ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["2017-01-01T06:59:60.25+07:00", "2017-01-01T00:00:00.250Z"],
])("The instant %s is read as %s", (value, expected) => {
  expect(parse(instant, value)).toBe(expected);
});

test.each(
  [
    "2023-12-26T24:00:00Z 2023-12-26T08:30Z 2023-12-26T08:30+07:00 2023-12-26T08:60:00Z 2023-12-26T08:30:61Z",
    "2023-12-26T08:30:60Z 2016-12-31T23:59:60+07:00 2023-12-26T08:30:00 2023-12-26T08:30:00+25:00 2023-12-26T08:30:00+24:00",
    "2023-12-26T08:30:00+07:60 2023-12-26T08:30:00+0700 2023-12-26T08:30:00+7:00 2023-12-26T08:30:00+07 2023-12-26T08:30:00.Z",
    "2023-12-26T08:30:00,5Z 2023-02-30T00:00:00Z 2023-02-29T00:00:00Z 2023-13-01T00:00:00Z 2023-00-01T00:00:00Z",
    "0000-01-01T00:00:00Z 0001-01-01T00:00:00+14:00 9999-12-31T23:59:59-23:59 +010000-01-01T00:00:00Z -000001-01-01T00:00:00Z",
    "12023-12-26T08:30:00Z 23-12-26T08:30:00Z 20231226T083000Z 2023-12-26 2023-W52-2T08:30:00Z 2023-360T08:30:00Z 1703579400 now",
    "２０２３-12-26T08:30:00Z 2023-12-26T08:30:00−07:00",
  ].flatMap((row) => row.split(" ")),
)("%s is not an instant", (value) => {
  expect(errorsOf(instant, value)).toEqual(["invalid-format date-time"]);
});

test.each(["2023-12-26 08:30:00Z", " 2023-12-26T08:30:00Z", "2023-12-26T08:30:00Z\n", ""])(
  "%j is not an instant",
  (value) => {
    expect(errorsOf(instant, value)).toEqual(["invalid-format date-time"]);
  },
);
