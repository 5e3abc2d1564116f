import fc from "fast-check";
import { matchesSearch, searchWords } from "../../../lib/shared/search.ts";
import { foldMarks } from "../../../lib/shared/text.ts";
import { fullName } from "./vietnamese.ts";

const name = "Nguyễn Xuân Dũng";

test("Words are in lower case and NFC, separated by any other character than letters and digits", () => {
  const words = searchWords("  NGUYỄN   Thị Minh-Khai (H'Linh)".normalize("NFD"));
  expect(words.join(" ")).toBe("nguyễn thị minh khai h linh");
  expect(searchWords(" -- . ")).toEqual([]);
});

test.each("nguyen dung|dung nguyen|n|NGUYEN|Nguyễn|nguyễn|xu|xuân d|Dũng|dũn|ng ng|dung dung".split("|"))(
  "%p finds Nguyễn Xuân Dũng",
  (query) => {
    expect(matchesSearch(query, name)).toBe(true);
    expect(matchesSearch(query.normalize("NFD"), name)).toBe(true);
    expect(matchesSearch(query, name.normalize("NFD"))).toBe(true);
  },
);

test.each(["guyen", "nguyen hung", "nguyên", "nguyẽn", "xuấn", "xuan dụng", "đung", "dungs", "nguyenxuan", "nguyen 1"])(
  "%p does not find Nguyễn Xuân Dũng",
  (query) => {
    expect(matchesSearch(query, name)).toBe(false);
    expect(matchesSearch(query.normalize("NFD"), name)).toBe(false);
  },
);

test("An unmarked letter matches the letter with any marks", () => {
  for (const found of ["Dũng", "Dung", "Đừng", "DỤNG", "Đứng"]) expect(matchesSearch("dung", found)).toBe(true);
  for (const found of "a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ".split(" ")) expect(matchesSearch("A", found)).toBe(true);
});

test("A marked letter matches only itself", () => {
  expect(matchesSearch("Dũng", "Dung")).toBe(false);
  expect(matchesSearch("đ", "Dung")).toBe(false);
  expect(matchesSearch("đ", "Đừng")).toBe(true);
  expect(matchesSearch("ê", "Ễ")).toBe(false);
  expect(matchesSearch("ê", "Ê")).toBe(true);
  expect(matchesSearch("ễ", "ê")).toBe(false);
});

test.each([
  ["Hoà", "hòa hoà HÒA hò ho hoa hoà."],
  ["Hòa", "hòa hoà h"],
  ["Thúy", "thuý thúy thú thuy"],
  ["Khỏe", "khoẻ khỏe"],
  ["Quý", "quý qúy quy"],
  ["Thuở", "thủơ thuở thủo thuo"],
  ["Mười", "mười mừơi muời muoi mư"],
  ["Nguyễn", "nguyễn nguỹên ngũyên nguyen"],
])("%p is found wherever the tone of the syllable is written", (found, queries) => {
  for (const query of queries.split(" ")) {
    for (const form of ["NFC", "NFD"])
      expect([query, matchesSearch(query.normalize(form), found)]).toEqual([query, true]);
  }
});

test.each([
  ["Hoà", "hóa hoá hỏa hôa hoâ hoă hóà"],
  ["Hoa", "hòa hoà"],
  ["Hoá Hà", "hòa hoà"],
  ["Nguyễn", "nguyên nguyến ngủyên nguyễm nguyêm"],
  ["Dùng", "dừng dũng dúng"],
  ["Dừng", "dùng dũng"],
  ["Thuý", "thủy thư"],
  ["Mười", "mưòi muòi mươi"],
  ["Thuở", "thuớ thuỏ thuơ"],
])("%p is not found by other tones and letters, in whatever syllable they are", (name, queries) => {
  for (const query of queries.split(" ")) {
    for (const form of ["NFC", "NFD"])
      expect([query, matchesSearch(query.normalize(form), name)]).toEqual([query, false]);
  }
});

test("Look-alikes of Đ and invisible characters, in a query or in an older record, make no difference", () => {
  for (const written of ["Ðỗ Đình Ðức", "\u0189ỗ \u00d0ình \u00d0ức", "Đ\u200bỗ Đi\u0300\u00adnh Đ\u200dức"]) {
    for (const query of ["đỗ", "ðỗ", "Ðỗ đức", "do duc", "đ\u200bỗ"])
      expect([query, matchesSearch(query, written)]).toEqual([query, true]);
  }
  expect(matchesSearch("ð", "Dung")).toBe(false);
});

test("A query without words finds every name, and only it finds a name without words", () => {
  for (const query of ["", "  ", "-", "\u0301"]) expect(matchesSearch(query, name)).toBe(true);
  expect(matchesSearch("a", "")).toBe(false);
  expect(matchesSearch("", "")).toBe(true);
});

test("Characters with a meaning in regular expressions are literal", () => {
  for (const query of [".*", "d.ng", "(n", "[a-z]", "n+", "^", "\\w", "$"]) {
    expect(() => matchesSearch(query, name)).not.toThrow();
  }
  expect(matchesSearch("d.ng", "Dung")).toBe(false);
});

test("Every name is found by itself, without diacritics, in any case and by prefixes of its words", () => {
  fc.assert(
    fc.property(fullName, fc.integer({ min: 1, max: 4 }), (full, length) => {
      const beginnings = full.split(" ").map((word) => word.slice(0, length));
      expect(matchesSearch(full, full)).toBe(true);
      expect(matchesSearch(foldMarks(full), full)).toBe(true);
      expect(matchesSearch(full.toUpperCase().normalize("NFD"), full)).toBe(true);
      expect(matchesSearch(beginnings.reverse().join(" "), full)).toBe(true);
    }),
  );
});

test("A name is found by either placement of its tones", () => {
  const swapped: Record<string, string> = {
    oà: "òa",
    oá: "óa",
    oạ: "ọa",
    oé: "óe",
    uý: "úy",
    uỷ: "ủy",
    uỳ: "ùy",
    uỹ: "ũy",
  };
  fc.assert(
    fc.property(fullName, (full) => {
      const old = full.replace(/oà|oá|oạ|oé|uý|uỷ|uỳ|uỹ/g, (rime) => swapped[rime] ?? rime);
      expect(matchesSearch(old, full)).toBe(true);
      expect(matchesSearch(full, old)).toBe(true);
    }),
  );
});

test("No query and no name throws", () => {
  const anyText = fc.string({ unit: "binary" });
  fc.assert(fc.property(anyText, anyText, (query, full) => typeof matchesSearch(query, full) === "boolean"));
});
