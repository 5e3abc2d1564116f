import fc from "fast-check";
import { type Citation, completeCitation, parseCitation } from "../../../lib/shared/citation.ts";
import { citationKinds } from "../../../lib/shared/citation-kinds.ts";

const party = "Ban Chấp hành Đảng bộ Khối các cơ quan Trung ương";

/** Citations by their text and fields: kind, number, day and issuer, of which any may be empty. */
const table = (rows: string): Citation[] =>
  rows
    .trim()
    .split("\n")
    .map((row) => {
      const [text = "", kind, number, issuedOn, issuer] = row.split("|").map((cell) => cell.trim());
      const fields = { kind, number, issuedOn, issuer };
      return { text, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value)) };
    });

const conference = table(`
  Nghị quyết Đại hội XIII của Đảng | resolution
  Kết luận số 01-KL/TW ngày 18/5/2021 của Bộ Chính trị | conclusion | 01-KL/TW | 2021-05-18 | Bộ Chính trị
  Kết luận số 21-KL/TW ngày 25/10/2021 của Ban Chấp hành Trung ương khóa XIII | conclusion | 21-KL/TW | 2021-10-25 | Ban Chấp hành Trung ương khóa XIII
  Nghị quyết số 21-NQ/TW | resolution | 21-NQ/TW
  Luật Thực hiện dân chủ ở cơ sở | law
  Nghị định 59/2023/NĐ-CP | decree | 59/2023/NĐ-CP
  Nghị quyết số 15-NQ/ĐUK ngày 16-1-2023 của ${party} | resolution | 15-NQ/ĐUK | 2023-01-16 | ${party}
  Nghị quyết số 35-NQ/TW của Bộ Chính trị | resolution | 35-NQ/TW | | Bộ Chính trị
`);

test.each(conference)("All fields of the citation $text of the reference conference are parsed", (citation) => {
  expect(parseCitation(citation.text)).toEqual(citation);
  expect(parseCitation(citation.text.normalize("NFD"))).toEqual(citation);
  expect(completeCitation(citation)).toEqual(citation);
});

const others = table(`
  Nghị quyết số 15-NQ/ĐUK, ngày 16-1-2023, của ${party} về công tác kiểm tra | resolution | 15-NQ/ĐUK | 2023-01-16 | ${party}
  21-NQ/TW | resolution | 21-NQ/TW
  nghị quyết 21–NQ/TW | resolution | 21-NQ/TW
  theo nghị quyết số 21-NQ/TW | resolution | 21-NQ/TW
  NGHỊ QUYẾT SỐ 21-NQ/TW CỦA BỘ CHÍNH TRỊ VỀ X | resolution | 21-NQ/TW | | BỘ CHÍNH TRỊ
  Nghị quyết số 18 của Trung ương | resolution | 18 | | Trung ương
  Nghị quyết số 21-NQ/TW (khoá XII) ngày 25 tháng 10 năm 2017 của Ban Chấp hành Trung ương | resolution | 21-NQ/TW | 2017-10-25 | Ban Chấp hành Trung ương
  Kết luận của Bộ Chính trị số 01-KL/TW | conclusion | 01-KL/TW | | Bộ Chính trị
  Kết luận ngày 18/5/2021 của Bộ Chính trị | conclusion | | 2021-05-18 | Bộ Chính trị
  Chỉ thị số 05-CT/TW | directive | 05-CT/TW
  Quy định số 124-QĐ/TW | regulation | 124-QĐ/TW
  Quyết định số 366-QĐ/TW | decision | 366-QĐ/TW
  366-QĐ/TW | | 366-QĐ/TW
  Quyết định số 1234/QĐ-TTg ngày 5.9.2022 của Thủ tướng Chính phủ phê duyệt đề án | decision | 1234/QĐ-TTg | 2022-09-05 | Thủ tướng Chính phủ
  “Hướng dẫn số 12-HD/BTCTW” | guideline | 12-HD/BTCTW
  Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022 của Quốc hội | law | 10/2022/QH15 | 2022-11-10 | Quốc hội
  Bộ luật Lao động | law
  Thông tư liên tịch số 01/2021/TTLT-BNV-BTC | circular | 01/2021/TTLT-BNV-BTC
  Thông tư số 02/2023/TT-BVHTTDL của Bộ Văn hoá, Thể thao và Du lịch, có hiệu lực từ 2024 | circular | 02/2023/TT-BVHTTDL | | Bộ Văn hoá, Thể thao và Du lịch
  Thông tư số 03/2023/TT-BKHĐT của Bộ Kế hoạch và Đầu tư (có hiệu lực) | circular | 03/2023/TT-BKHĐT | | Bộ Kế hoạch và Đầu tư
  Kế hoạch năm 2024 của Đảng uỷ | plan | | | Đảng uỷ
  Điều lệ Đảng | other
  Pháp lệnh số 02/2022/UBTVQH15 | other | 02/2022/UBTVQH15
  ngày 16-1-2023 | | | 2023-01-16
  Quyết định số 7-QĐ/ĐU của UBND TP. Hồ Chí Minh. | decision | 7-QĐ/ĐU | | UBND TP. Hồ Chí Minh
`);

test.each(others)("The citation $text is parsed", (citation) => {
  expect(parseCitation(citation.text)).toEqual(citation);
  expect(parseCitation(` ${citation.text.normalize("NFD")} `)).toEqual(citation);
});

test.each([
  ["a day that does not exist", "Nghị quyết số 5-NQ/ĐU ngày 31/2/2023 của Đảng uỷ", { issuer: "Đảng uỷ" }],
  ["a day in the subject", "Nghị quyết số 5-NQ/ĐU về kỷ niệm ngày 3/2/1930", {}],
  ["a day without a year of four digits", "Nghị quyết số 5-NQ/ĐU ngày 3/2/23", {}],
  ["the issuer in the subject", "Nghị quyết số 5-NQ/ĐU về công tác của thanh niên", {}],
  [
    "a day after another document's number",
    "Nghị quyết số 5-NQ/ĐU thay Nghị quyết số 4-NQ/ĐU ngày 1/1/2020 của Chi uỷ",
    {},
  ],
])("%s is not parsed as a field of the citation", (_what, text, facts) => {
  expect(parseCitation(text)).toEqual({ text, kind: "resolution", number: "5-NQ/ĐU", ...facts });
});

test("A number whose letters imply another kind is not the number of the named document, nor are the fields after it", () => {
  const text = "Kế hoạch thực hiện Nghị quyết số 21-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương";
  expect(parseCitation(text)).toEqual({ text, kind: "plan" });
});

test.each(["", ..."của|số|ngày|theo quy định|Thi hành kỷ luật|Pháp luật|18/5/2021|Chi bộ 5|2023-2024".split("|")])(
  "%p is a citation without parsed fields",
  (text) => {
    expect(parseCitation(text)).toEqual({ text });
  },
);

const words =
  "Nghị quyết|Luật|số|21-NQ/TW|59/2023/NĐ-CP|ngày|1/2/2023|31/2/2023|của|Đảng|,|về|(|khoá XII|-|/| |\n".split("|");
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((chosen) => chosen.join(" ")),
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

test("Any text is a citation, and parsing it again changes nothing", () => {
  fc.assert(
    fc.property(text, (value) => {
      const citation = completeCitation(value);
      expect(citation.text).toBe(value.normalize("NFC").trim());
      expect(completeCitation(citation)).toEqual(citation);
      expect(parseCitation(citation.text)).toEqual(citation);
    }),
  );
});

test("Given fields win over those parsed from the text", () => {
  fc.assert(
    fc.property(text, given, (value, fields) => {
      const citation = completeCitation({ text: value, ...fields });
      expect(citation).toEqual({ ...parseCitation(value), ...fields });
      expect(completeCitation(citation)).toEqual(citation);
    }),
  );
});

const hostile =
  "ngày |ngày 1 |1-A-|1-A/|1/2023/A|số |Luật|pháp luật |của |((| khoá XII|1-NQ/|\u0301|a | \t|12345|Nghị quyết số 1-NQ/TW của a, ";

/** Processor time: unlike clock time it does not grow on a busy machine. */
const millisecondsOf = (run: () => void) => {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1_000;
};

test("Texts of 20,000 characters are parsed in linear time", () => {
  for (const part of hostile.split("|")) {
    for (const lead of ["", "Nghị quyết số 1-NQ/TW ", "Nghị quyết của "]) {
      const long = lead + part.repeat(Math.ceil(20_000 / part.length));
      expect(millisecondsOf(() => parseCitation(long))).toBeLessThan(500);
    }
  }
});
