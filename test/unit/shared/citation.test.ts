import fc from "fast-check";
import { type Citation, completeCitation, parseCitation } from "../../../lib/shared/citation.ts";
import { citationKinds } from "../../../lib/shared/citation-kinds.ts";

const party = "Ban Chấp hành Đảng bộ Khối các cơ quan Trung ương";

const conference: Citation[] = [
  { text: "Nghị quyết Đại hội XIII của Đảng", kind: "resolution" },
  {
    text: "Kết luận số 01-KL/TW ngày 18/5/2021 của Bộ Chính trị",
    kind: "conclusion",
    number: "01-KL/TW",
    issuedOn: "2021-05-18",
    issuer: "Bộ Chính trị",
  },
  {
    text: "Kết luận số 21-KL/TW ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII",
    kind: "conclusion",
    number: "21-KL/TW",
    issuedOn: "2021-10-25",
    issuer: "Ban Chấp hành Trung ương khóa XIII",
  },
  { text: "Nghị quyết số 21-NQ/TW", kind: "resolution", number: "21-NQ/TW" },
  { text: "Luật Thực hiện dân chủ ở cơ sở", kind: "law" },
  { text: "Nghị định 59/2023/NĐ-CP", kind: "decree", number: "59/2023/NĐ-CP" },
  {
    text: `Nghị quyết số 15-NQ/ĐUK ngày 16-1-2023 của ${party}`,
    kind: "resolution",
    number: "15-NQ/ĐUK",
    issuedOn: "2023-01-16",
    issuer: party,
  },
  {
    text: "Nghị quyết số 35-NQ/TW của Bộ Chính trị",
    kind: "resolution",
    number: "35-NQ/TW",
    issuer: "Bộ Chính trị",
  },
];

test.each(conference)("all fields of the citation $text of the reference conference are parsed", (citation) => {
  expect(parseCitation(citation.text)).toEqual(citation);
  expect(parseCitation(citation.text.normalize("NFD"))).toEqual(citation);
  expect(completeCitation(citation)).toEqual(citation);
});

type Facts = Omit<Citation, "text">;
const others: [string, Facts][] = [
  [
    `Nghị quyết số 15-NQ/ĐUK, ngày 16-1-2023, của ${party} về công tác kiểm tra`,
    { kind: "resolution", number: "15-NQ/ĐUK", issuedOn: "2023-01-16", issuer: party },
  ],
  ["21-NQ/TW", { kind: "resolution", number: "21-NQ/TW" }],
  ["nghị quyết 21–NQ/TW", { kind: "resolution", number: "21-NQ/TW" }],
  ["theo nghị quyết số 21-NQ/TW", { kind: "resolution", number: "21-NQ/TW" }],
  ["NGHỊ QUYẾT SỐ 21-NQ/TW CỦA BỘ CHÍNH TRỊ VỀ X", { kind: "resolution", number: "21-NQ/TW", issuer: "BỘ CHÍNH TRỊ" }],
  ["Nghị quyết số 18 của Trung ương", { kind: "resolution", number: "18", issuer: "Trung ương" }],
  [
    "Nghị quyết số 21-NQ/TW (khoá XII) ngày 25 tháng 10 năm 2017 của Ban Chấp hành Trung ương",
    { kind: "resolution", number: "21-NQ/TW", issuedOn: "2017-10-25", issuer: "Ban Chấp hành Trung ương" },
  ],
  ["Kết luận của Bộ Chính trị số 01-KL/TW", { kind: "conclusion", number: "01-KL/TW", issuer: "Bộ Chính trị" }],
  ["Kết luận ngày 18/5/2021 của Bộ Chính trị", { kind: "conclusion", issuedOn: "2021-05-18", issuer: "Bộ Chính trị" }],
  ["Chỉ thị số 05-CT/TW", { kind: "directive", number: "05-CT/TW" }],
  ["Quy định số 124-QĐ/TW", { kind: "regulation", number: "124-QĐ/TW" }],
  ["Quyết định số 366-QĐ/TW", { kind: "decision", number: "366-QĐ/TW" }],
  ["366-QĐ/TW", { number: "366-QĐ/TW" }],
  [
    "Quyết định số 1234/QĐ-TTg ngày 5.9.2022 của Thủ tướng Chính phủ phê duyệt đề án",
    { kind: "decision", number: "1234/QĐ-TTg", issuedOn: "2022-09-05", issuer: "Thủ tướng Chính phủ" },
  ],
  ["“Hướng dẫn số 12-HD/BTCTW”", { kind: "guideline", number: "12-HD/BTCTW" }],
  [
    "Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022 của Quốc hội",
    { kind: "law", number: "10/2022/QH15", issuedOn: "2022-11-10", issuer: "Quốc hội" },
  ],
  ["Bộ luật Lao động", { kind: "law" }],
  ["Thông tư liên tịch số 01/2021/TTLT-BNV-BTC", { kind: "circular", number: "01/2021/TTLT-BNV-BTC" }],
  [
    "Thông tư số 02/2023/TT-BVHTTDL của Bộ Văn hoá, Thể thao và Du lịch, có hiệu lực từ 2024",
    { kind: "circular", number: "02/2023/TT-BVHTTDL", issuer: "Bộ Văn hoá, Thể thao và Du lịch" },
  ],
  [
    "Thông tư số 03/2023/TT-BKHĐT của Bộ Kế hoạch và Đầu tư (có hiệu lực)",
    { kind: "circular", number: "03/2023/TT-BKHĐT", issuer: "Bộ Kế hoạch và Đầu tư" },
  ],
  ["Kế hoạch năm 2024 của Đảng uỷ", { kind: "plan", issuer: "Đảng uỷ" }],
  ["Điều lệ Đảng", { kind: "other" }],
  ["Pháp lệnh số 02/2022/UBTVQH15", { kind: "other", number: "02/2022/UBTVQH15" }],
  ["ngày 16-1-2023", { issuedOn: "2023-01-16" }],
  [
    "Quyết định số 7-QĐ/ĐU của UBND TP. Hồ Chí Minh.",
    { kind: "decision", number: "7-QĐ/ĐU", issuer: "UBND TP. Hồ Chí Minh" },
  ],
];

test.each(others)("%s is parsed", (text, facts) => {
  expect(parseCitation(text)).toEqual({ text, ...facts });
  expect(parseCitation(` ${text.normalize("NFD")} `)).toEqual({ text, ...facts });
});

const careful: [string, string, Facts][] = [
  ["a day that does not exist", "Nghị quyết số 5-NQ/ĐU ngày 31/2/2023 của Đảng uỷ", { issuer: "Đảng uỷ" }],
  ["a day in the subject", "Nghị quyết số 5-NQ/ĐU về kỷ niệm ngày 3/2/1930", {}],
  ["a day without a year of four digits", "Nghị quyết số 5-NQ/ĐU ngày 3/2/23", {}],
  ["the issuer in the subject", "Nghị quyết số 5-NQ/ĐU về công tác của thanh niên", {}],
  [
    "what follows another document's number",
    "Nghị quyết số 5-NQ/ĐU thay Nghị quyết số 4-NQ/ĐU ngày 1/1/2020 của Chi uỷ",
    {},
  ],
];

test.each(careful)("%s is not taken for a field of the citation", (_what, text, facts) => {
  expect(parseCitation(text)).toEqual({ text, kind: "resolution", number: "5-NQ/ĐU", ...facts });
});

test("a number whose letters imply another kind is not the number of the named document, nor is what follows it", () => {
  const text = "Kế hoạch thực hiện Nghị quyết số 21-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương";
  expect(parseCitation(text)).toEqual({ text, kind: "plan" });
});

test.each([
  "",
  "của",
  "số",
  "ngày",
  "theo quy định",
  "Thi hành kỷ luật",
  "Pháp luật",
  "18/5/2021",
  "Chi bộ 5",
  "2023-2024",
])("%p tells nothing but itself", (text) => {
  expect(parseCitation(text)).toEqual({ text });
});

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "Nghị quyết",
        "Luật",
        "số",
        "21-NQ/TW",
        "59/2023/NĐ-CP",
        "ngày",
        "1/2/2023",
        "31/2/2023",
        "của",
        "Đảng",
        ",",
        "về",
        "(",
        "khoá XII",
        "-",
        "/",
        " ",
        "\n",
      ),
      { maxLength: 12 },
    )
    .map((words) => words.join(" ")),
);
const given = fc.record(
  {
    kind: fc.constantFrom(...citationKinds),
    number: fc.string({ minLength: 1 }),
    issuer: fc.string({ minLength: 1 }),
    issuedOn: fc.constant("2020-02-29"),
  },
  { requiredKeys: [] },
);

test("any text is a citation, and parsing it again changes nothing", () => {
  fc.assert(
    fc.property(text, (value) => {
      const citation = completeCitation(value);
      expect(citation.text).toBe(value.normalize("NFC").trim());
      expect(completeCitation(citation)).toEqual(citation);
      expect(parseCitation(citation.text)).toEqual(citation);
    }),
  );
});

test("given fields win over those parsed from the text", () => {
  fc.assert(
    fc.property(text, given, (value, fields) => {
      const citation = completeCitation({ text: value, ...fields });
      expect(citation).toEqual({ ...parseCitation(value), ...fields });
      expect(completeCitation(citation)).toEqual(citation);
    }),
  );
});

const hostile = [
  "ngày ",
  "ngày 1 ",
  "1-A-",
  "1-A/",
  "1/2023/A",
  "số ",
  "Luật",
  "pháp luật ",
  "của ",
  "((",
  " khoá XII",
  "1-NQ/",
  "\u0301",
  "a ",
  " \t",
  "12345",
  "Nghị quyết số 1-NQ/TW của a, ",
];

test("texts of 20,000 characters are parsed in linear time", () => {
  for (const part of hostile) {
    for (const lead of ["", "Nghị quyết số 1-NQ/TW ", "Nghị quyết của "]) {
      const long = lead + part.repeat(Math.ceil(20_000 / part.length));
      const start = performance.now();
      parseCitation(long);
      expect(performance.now() - start).toBeLessThan(500);
    }
  }
});
