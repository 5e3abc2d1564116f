import fc from "fast-check";
import { type Citation, completeCitation, givenCitation, parseCitation } from "../../../lib/shared/citation.ts";
import { citationKinds } from "../../../lib/shared/citation-kinds.ts";
import { cleanLine } from "../../../lib/shared/text.ts";

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
  Nghị quyết số 18 của Trung ương | resolution | | | Trung ương
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
  Quyết định 28/2016/QĐ-UBND | decision | 28/2016/QĐ-UBND
  28/2016/QĐ-UBND | decision | 28/2016/QĐ-UBND
  Chỉ thị số 20/CT-TTg | directive | 20/CT-TTg
  Nghị quyết số: 12-NQ/TW ngày mùng 6 tháng 2 năm 2024 | resolution | 12-NQ/TW | 2024-02-06
  Số: 12-NQ/TW, Hà Nội, ngày 6 tháng 2 năm 2024 | resolution | 12-NQ/TW | 2024-02-06
  Số: 12-NQ/ĐU Nghị quyết của Đảng uỷ | resolution | 12-NQ/ĐU | | Đảng uỷ
  Nghị quyết số 21-NQ/T.Ư | resolution | 21-NQ/T.Ư
  Thông tư số 12/2012/TT-BGD&ĐT | circular | 12/2012/TT-BGD&ĐT
  Thông tư số 12/98/TT-BTC | circular | 12/98/TT-BTC
  Nghị định số 24/CP ngày 1/2/1995 | decree | 24/CP | 1995-02-01
  Quyết định số 217-HĐBT | decision | 217-HĐBT
  Sắc lệnh số 65/SL ngày 23-11-1945 | other | 65/SL | 1945-11-23
  Công văn số 123/BVHTTDL-TTr | other | 123/BVHTTDL-TTr
  Công văn số 1234-CV/TU | other | 1234-CV/TU
  Thông báo Kết luận số 12-TB/TW ngày 30/04/1975 | other | 12-TB/TW | 1975-04-30
  Hướng dẫn số 36-HD/VPTW ngày 03 tháng 4 năm 2018 của Văn phòng Trung ương Đảng | guideline | 36-HD/VPTW | 2018-04-03 | Văn phòng Trung ương Đảng
  Nghị quyết số 1234/NQ-UBTVQH15 | resolution | 1234/NQ-UBTVQH15
  Nghị quyết 43/2022/QH15 của Quốc hội | resolution | 43/2022/QH15 | | Quốc hội
  Nghị quyết số 15-NQ/ĐUK (16.1.2023) | resolution | 15-NQ/ĐUK | 2023-01-16
  Nghị quyết số 21-NQ/TW do Ban Chấp hành Trung ương ban hành ngày 16/6/2022 | resolution | 21-NQ/TW | 2022-06-16 | Ban Chấp hành Trung ương
  NGHỊ QUYẾT SỐ 21-NQ/TW - BAN CHẤP HÀNH TRUNG ƯƠNG | resolution | 21-NQ/TW
  Nghị quyết số 21-NQ/TW - Hội nghị Trung ương | resolution | 21-NQ/TW
  Nghị quyết số: 21-NQ/TW, ngày: 25/10/2017 | resolution | 21-NQ/TW | 2017-10-25
  Nghị quyết số 21-NQ/TW ngày 2017-10-25 | resolution | 21-NQ/TW | 2017-10-25
  Hướng dẫn số 03-HD/TW của Ban Bí thư một số vấn đề cụ thể thi hành Điều lệ Đảng | guideline | 03-HD/TW | | Ban Bí thư
  Nghị định thư Kyoto | other
  Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13 | law | 80/2015/QH13
  Quyết định số 5/QĐ-THA của Cục Thi hành án dân sự | decision | 5/QĐ-THA | | Cục Thi hành án dân sự
  Luật Di sản văn hoá năm 2001 | law
`);

test.each(others)("The citation $text is parsed", (citation) => {
  expect(parseCitation(citation.text)).toEqual(citation);
  expect(parseCitation(` ${citation.text.normalize("NFD")} `)).toEqual(citation);
});

test.each([
  ["a day that does not exist", "Nghị quyết số 5-NQ/ĐU ngày 31/2/2023 của Đảng uỷ", { issuer: "Đảng uỷ" }],
  ["a day in the subject", "Nghị quyết số 5-NQ/ĐU về kỷ niệm ngày 3/2/1930", {}],
  ["a day of entry into force", "Nghị quyết số 5-NQ/ĐU có hiệu lực từ ngày 1/7/2023", {}],
  ["a month", "Nghị quyết số 5-NQ/ĐU tháng 2/2023", {}],
  ["a year", "Nghị quyết số 5-NQ/ĐU năm 2023", {}],
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
      expect(citation.text).toBe(cleanLine(value));
      expect(completeCitation(citation)).toEqual(citation);
      expect(parseCitation(citation.text)).toEqual(citation);
      expect(citation.number ?? "1-A").toMatch(/^\d+[a-zđ]?[/-]/);
    }),
  );
});

test("What was given of a citation completes to the same citation", () => {
  fc.assert(
    fc.property(text, given, (value, fields) => {
      const citation = completeCitation({ text: value, ...fields });
      const sent = givenCitation(citation);
      expect(completeCitation(sent)).toEqual(citation);
      expect({ ...fields, ...sent, text: value }).toEqual({ ...fields, text: value });
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
  "ngày |ngày 1 |1-A-|1-NQ/A.|1 - A - |1-NQ/TW và |; Luật |của luật |ngày 1/1/2001 |do A |1-A/|1/2023/A|số |Luật|pháp luật |của |((| khoá XII|1-NQ/|\u0301|a | \t|12345|Nghị quyết số 1-NQ/TW của a, ";

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
