import fc from "fast-check";
import { parseCitation } from "../../../lib/shared/citation.ts";

/** Dashes, hyphens and minus signs, with and without spaces, and spaces alone. */
const joints = ["-", "‐", "‑", "‒", "–", "—", "―", "−", "﹣", "－", " - ", "\u00a0‑\u00a0", " –", "– ", " "];

test.each(joints)("The parts of a number may be joined by %p", (joint) => {
  for (const [text, number] of [
    [`Nghị quyết số 21${joint}NQ/TW`, "21-NQ/TW"],
    [`nghị quyết 21${joint}NQ / TW của Bộ Chính trị`, "21-NQ/TW"],
    [
      `Nghị quyết số 21${joint}NQ${joint}TW`.replace(new RegExp(`${joint}TW$`, "u"), joint.trim() ? " / TW" : " TW"),
      "21-NQ/TW",
    ],
    [`Nghị định 59/2023/NĐ${joint}CP`, "59/2023/NĐ-CP"],
    [`59 / 2023 / NÐ${joint}CP`, "59/2023/NĐ-CP"],
    [`Quyết định số 1234/QĐ${joint}TTg`, "1234/QĐ-TTg"],
    [`Thông tư liên tịch số 16/2014/TTLT${joint}BVHTTDL-BTC`, "16/2014/TTLT-BVHTTDL-BTC"],
    [`Luật số 32/2009/QH${joint === " " || joint === "-" ? joint : ""}12`, "32/2009/QH12"],
  ] as const)
    expect([text, parseCitation(text).number]).toEqual([text, number]);
});

test.each([
  "Nghị quyết số 18",
  "Nghị quyết 18-NQ",
  "Nghị quyết số 21-NQ/",
  "Nghị quyết số 21-NQ/TW-Hội nghị",
  "Nghị quyết số 21-NQ/TWư",
  "Nghị quyết số 05-NQ/CB 5",
  "Nghị quyết số 43/QH15",
  "Nghị quyết số 12 / 21 / NQ-TW/",
  "Nghị quyết số 21-NQ/TW/2017",
  "Nghị quyết số 21_NQ/TW",
  "Nghị quyết số 21-NQ\\TW",
  "Nghị quyết số 21--NQ/TW",
])("The number of %p is omitted, since it is not known as a whole", (text) => {
  expect(parseCitation(text)).toEqual({ text, kind: "resolution" });
});

test.each([
  ["Nghị định 59/2023/nđ-cp", "59/2023/nđ-cp", "decree"],
  ["nghị quyết số 21-nq/tw ngày 16/6/2022", "21-nq/tw", "resolution"],
  ["21‑nq/tw", "21-nq/tw", "resolution"],
  ["Nghị quyết 21-NQ/tw", "21-NQ/tw", "resolution"],
  ["quyết định số 749/qđ-ttg", "749/qđ-ttg", "decision"],
  ["Luật số 10/2022/qh15", "10/2022/qh15", "law"],
  ["TỜ TRÌNH SỐ 12-TTR/ĐU", "12-TTR/ĐU", "other"],
  ["Nghị quyết số 21 - nq/tw", undefined, "resolution"],
  ["Nghị quyết số 21 nq/tw", undefined, "resolution"],
  ["Nghị quyết số 21-nq", undefined, "resolution"],
  ["Nghị quyết số 21-nq/tw-hoi nghi", undefined, "resolution"],
  ["Nghị quyết số 21-nq/hội nghị", undefined, "resolution"],
  ["Nghị quyết số 21-NQ/TW-hoi nghi", undefined, "resolution"],
  ["Nghị quyết số 5-ban/so", undefined, "resolution"],
  ["Luật số 10/2022/qh", undefined, "law"],
])("The number of %p, in lower case, is %p: only one that is clear is read", (text, number, kind) => {
  expect(parseCitation(text)).toMatchObject({ text, kind });
  expect(parseCitation(text).number).toBe(number);
});

test.each([
  ["Luật sửa đổi, bổ sung một số điều của Luật Di sản văn hoá số 32/2009/QH12 ngày 18/6/2009", undefined],
  ["luật sửa đổi một số điều của luật di sản văn hoá số 32/2009/QH12", undefined],
  ["LUẬT SỬA ĐỔI, BỔ SUNG MỘT SỐ ĐIỀU CỦA LUẬT DI SẢN VĂN HOÁ SỐ 32/2009/QH12", undefined],
  ["Luật sửa đổi Luật Thư viện (số 46/2019/QH14)", undefined],
  ["Luật số 45/2024/QH15 sửa đổi, bổ sung một số điều của Luật Di sản văn hoá số 32/2009/QH12", "45/2024/QH15"],
  ["Luật số 45/2024/QH15 sửa đổi Luật Di sản văn hoá và Luật Thư viện", "45/2024/QH15"],
])("The number of the amending law %p is its own", (text, number) => {
  expect(parseCitation(text)).toEqual({ text, kind: "law", ...(number ? { number } : {}) });
});

test("A decree keeps its number and day where it names the law that it implements or the decree that it replaces", () => {
  const own = "Nghị định số 59/2023/NĐ-CP ngày 14/8/2023 của Chính phủ";
  const decree = { kind: "decree", number: "59/2023/NĐ-CP", issuedOn: "2023-08-14", issuer: "Chính phủ" };
  for (const rest of [
    " quy định chi tiết một số điều của Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 ngày 10/11/2022",
    " thay thế Nghị định số 04/2015/NĐ-CP ngày 9/1/2015 của Quốc hội",
    ", căn cứ Luật Tổ chức Chính phủ số 76/2015/QH13",
    " (sau đây gọi là Nghị định số 59/2023/NĐ-CP)",
  ])
    expect(parseCitation(own + rest)).toEqual({ text: own + rest, ...decree });
  expect(parseCitation("Nghị định quy định chi tiết thi hành Luật Thư viện số 93/2020/NĐ-CP").number).toBe(
    "93/2020/NĐ-CP",
  );
});

test.each([
  ["Quyết định số 749/QĐ-TTg phê duyệt Chiến lược, Kế hoạch và Chương trình", "749/QĐ-TTg"],
  ["Nghị quyết số 5-NQ/ĐU về lãnh đạo công tác cán bộ và Kế hoạch năm 2024", "5-NQ/ĐU"],
  ["Kế hoạch số 10-KH/ĐU tuyên truyền Kết luận số 01-KL/TW", "10-KH/ĐU"],
  ["Báo cáo số 45-BC/ĐU về kết quả thực hiện Nghị quyết số 21-NQ/TW và Kết luận số 01-KL/TW", "45-BC/ĐU"],
  ["Công văn số 5-CV/ĐU gửi Báo cáo số 45-BC/ĐU", "5-CV/ĐU"],
])("%p keeps its number beside the documents that it is about", (text, number) => {
  expect(parseCitation(text).number).toBe(number);
});

test.each([
  "Nghị quyết số 18-NQ/TW và 19-NQ/TW",
  "Nghị quyết số 18 và 19-NQ/TW",
  "Nghị quyết số 18, 19-NQ/TW",
  "Các Nghị quyết số 18-NQ/TW, số 19-NQ/TW ngày 25/10/2017 của Ban Chấp hành Trung ương",
  "Nghị quyết số 18-NQ/TW; Nghị quyết số 19-NQ/TW",
  "Nghị quyết số 18-NQ/TW Nghị quyết số 19-NQ/TW",
  "Nghị quyết số 18-NQ/TW ngày 25/10/2017 của Bộ Chính trị và Nghị quyết 21-NQ/TW",
  "18-NQ/TW, 19-NQ/TW",
])("Of the two documents in %p only the kind that they share is read", (text) => {
  expect(parseCitation(text)).toEqual({ text, kind: "resolution" });
});

test.each([
  "Nghị quyết số 21-NQ/TW và Kết luận số 01-KL/TW",
  "Nghị quyết số 21-NQ/TW, Luật Di sản văn hoá",
  "Luật Di sản văn hoá và Nghị quyết số 21-NQ/TW",
  "Nghị quyết số 5-NQ/ĐU về công tác năm 2023 và Kế hoạch số 6-KH/ĐU ngày 1/2/2023",
  "Kết luận số 01-KL/TW về tiếp tục thực hiện Chỉ thị số 05-CT/TW; Nghị quyết số 35-NQ/TW",
  "Nghị quyết số 21-NQ/TW của Ban Chấp hành Trung ương cùng với Hướng dẫn số 12-HD/BTCTW",
])("Nothing is read from the two documents of different kinds in %p", (text) => {
  expect(parseCitation(text)).toEqual({ text });
});

test("Any number of a document is read whole behind its name, in any spelling of its joints", () => {
  const code = fc.constantFrom("NQ", "KL", "CT", "QĐ", "HD", "TB", "KH", "CV", "BC");
  const issuer = fc.constantFrom("TW", "ĐU", "ĐUK", "BTCTW", "CB5", "TU", "UBKTTW");
  const space = fc.constantFrom("", " ");
  const dash = fc.tuple(space, fc.constantFrom(..."-‑–—−"), space).map((parts) => parts.join(""));
  const digits = fc.integer({ min: 1, max: 99_999 });
  fc.assert(
    fc.property(digits, code, issuer, dash, fc.tuple(space, space), (number, letters, by, joint, [a, b]) => {
      const text = `Văn kiện: số ${number}${joint}${letters}${a}/${b}${by} ngày 1/2/2023`;
      expect(parseCitation(text.slice(10))).toMatchObject({
        number: `${number}-${letters}/${by}`,
        issuedOn: "2023-02-01",
      });
    }),
  );
});
