import fc from "fast-check";
import { personSortKey, titleSortKey } from "../../../lib/shared/collation.ts";
import { fullName, phrase, syllables } from "./vietnamese.ts";

type Key = (text: string) => string;
type Order = (a: string, b: string) => number;

/** DynamoDB compares strings by UTF-8 bytes. */
const byKey =
  (key: Key): Order =>
  (a, b) =>
    Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b)));

/** Expects that the reversed list is sorted into this order, in NFC and in NFD, and that all keys differ. */
const expectOrder = (key: Key, expected: string[]): void => {
  for (const form of ["NFC", "NFD"]) {
    const reversed = expected.map((text) => text.normalize(form)).reverse();
    expect(reversed.sort(byKey(key)).map((text) => text.normalize("NFC"))).toEqual(expected);
  }
  expect(new Set(expected.map(key)).size).toBe(expected.length);
};

const alphabet = "a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z";
const tones = "a A à À ả Ả ã Ã á Á ạ Ạ ă Ă ằ Ằ ẳ Ẳ ẵ Ẵ ắ Ắ ặ Ặ â Â ầ Ầ ẩ Ẩ ẫ Ẫ ấ Ấ ậ Ậ";
const surnames =
  "An Ân Âu Ấu Bạch Bành Bế Bùi Cao Chu Chử Cù Diệp Doãn Dương Đàm Đào Đặng Đinh Đoàn Đỗ Đồng Giang Giáp Hà Hoàng Hồ " +
  "Huỳnh Hứa Kiều Kim La Lã Lại Lâm Lê Lò Lục Lương Lưu Lý Mã Mạc Mai Nghiêm Ngô Nguyễn Nông Ông Phạm Phan Phùng Quách " +
  "Tạ Tăng Thạch Thái Thân Tô Tôn Tống Trần Triệu Trịnh Trương Ung Văn Võ Vũ Vương Xa Yên";
const givenNames =
  "An Anh Ảnh Ánh Ân Bảo Báo Bình Bính Dung Dũng Dụng Đạt Đức Êm Hoa Hoà Hóa Hùng Huyên Huyền Hưng Hương Hường Hưởng " +
  "Lan Lân Linh Lĩnh Mai Minh Nam Năm Nga Ngà Ngọc Nhung Oanh Ổn Phước Phương Phượng Quý Quyên Quyền Quỳnh Sơn Tâm Thu " +
  "Thủ Thuỳ Thủy Thúy Thư Tú Tuân Tuấn Tùng Uyên Ưng Vân Việt Xuân Xuyến Ý Yên Yến";

test.each([
  ["letters", alphabet],
  ["tones and capitals", tones],
  ["surnames", surnames],
  ["given names", givenNames],
])("%s sort as a Vietnamese dictionary has them", (_what, names) => {
  expectOrder(titleSortKey, names.split(" "));
  expectOrder(personSortKey, names.split(" "));
});

test("The letters of a whole title come before any tone, tones before capitals", () => {
  expectOrder(titleSortKey, ["bàn", "Bàn", "ban bí", "bạn bí", "ban bia"]);
  expectOrder(titleSortKey, ["ma anh", "ma ạnh", "mà anh", "Mà anh", "má anh"]);
});

test("Digits sort by their value, after spaces and punctuation and before letters", () => {
  const cells = "Chi bộ, Chi bộ -, Chi bộ 1, Chi bộ 2, Chi bộ 2 A, Chi bộ 2A, Chi bộ 10, Chi bộ 100, Chi bộ A";
  expectOrder(titleSortKey, cells.split(", "));
  expect(titleSortKey("Chi bộ 02")).toBe(titleSortKey("Chi bộ 2"));
});

test("Numbers of any length sort by their value", () => {
  const lengths = [1, 2, 88, 89, 90, 177, 178, 179, 300];
  expectOrder(titleSortKey, ["", ...lengths.flatMap((length) => ["1".repeat(length), "9".repeat(length)])]);
});

test("Other scripts and marks come after the letters by code point, each with a key of its own", () => {
  expectOrder(titleSortKey, ["z", "zz", "ä", "ñ", "ö", "ŏ", "α", "а", "ا", "中"]);
  expectOrder(titleSortKey, ["“a”", "…", "😀", "1", "a", "𐐀", "𠀀"]);
  expect(titleSortKey("H'Drŏh")).not.toBe(titleSortKey("H'Droh"));
});

test("A syllable has one key for both placements of its tone, so that nothing sorts between Hoà and Hòa", () => {
  for (const pair of ["Hòa Hoà", "Thúy Thuý", "Khỏe Khoẻ", "Qúy Quý"]) {
    const [old = "", modern = ""] = pair.split(" ");
    expect(titleSortKey(old)).toBe(titleSortKey(modern));
    expect(personSortKey(`Nguyễn ${old}`)).toBe(personSortKey(`Nguyễn ${modern}`));
  }
  expect(titleSortKey("Hòá")).not.toBe(titleSortKey("Hòa"));
  expect(titleSortKey("hòá be")).not.toBe(titleSortKey("hòa bé"));
});

test("Marks typed in any order give one key", () => {
  for (const typed of ["ấ", "a\u0302\u0301", "a\u0301\u0302"]) expect(titleSortKey(typed)).toBe(titleSortKey("ấ"));
  for (const typed of ["ợ", "o\u031b\u0323", "o\u0323\u031b"]) expect(titleSortKey(typed)).toBe(titleSortKey("ợ"));
});

test("Look-alikes of Đ and invisible characters of older records do not change the order", () => {
  for (const key of [titleSortKey, personSortKey]) {
    for (const written of ["Ðỗ Đức", "\u0189ỗ \u00d0ức", "Đ\u00adỗ Đ\u200bức", "\ufeffĐỗ Đ\u200dức"])
      expect(key(written)).toBe(key("Đỗ Đức"));
    expectOrder(key, ["Dũng", "Ðạt", "Em"]);
  }
});

test("White space counts as one space, and not at the ends", () => {
  expect(titleSortKey(" Chi  bộ\u00a0 5 ")).toBe(titleSortKey("Chi bộ 5"));
  expect(personSortKey(" Lê  Văn   An ")).toBe(personSortKey("Lê Văn An"));
});

test("People sort by given name, then middle words, then family name", () => {
  const people =
    ", An, Lê An, Trần An, Lê Bá An, Lê Thị An, Nguyễn Thị An, Lê Thị Thanh An, Trần Anh, Đặng Ánh, Bùi Ân, " +
    "Vũ Xuân Dung, Nguyễn Xuân Dũng, Phạm Xuân Dũng, Lê Đức, Ngô Văn Hoa, Đỗ Văn Hòa, Hồ Văn Hoà, An Văn Hóa, Huỳnh Ý, Dương Yến";
  expectOrder(personSortKey, people.split(", "));
});

test("Each part of a name is compared with its tones before the next part; capitals come last", () => {
  const people = "Vũ Văn Hoa, Lê Anh Hoá, Vũ Ba Lan, Lê Bà Lan, Lê Thị Mai, LÊ THỊ MAI, Lễ Thị Mai";
  expectOrder(personSortKey, people.split(", "));
});

test("On any syllables and numbers the order is that of ICU's Vietnamese collation", () => {
  const { compare } = new Intl.Collator("vi", { numeric: true });
  const check = (a: string, b: string) => {
    expect([a, b, Math.sign(byKey(titleSortKey)(a, b))]).toEqual([a, b, compare(a, b)]);
  };
  const sorted = [...syllables].sort(compare);
  expect(sorted.length).toBeGreaterThan(5_000);
  for (const [index, syllable] of sorted.slice(1).entries()) check(sorted[index] ?? "", syllable);
  fc.assert(fc.property(phrase, phrase, check), { numRuns: 2_000 });

  // Neighbours in the dictionary: most differ in tone or capital only.
  const word = fc.record({ at: fc.nat({ max: sorted.length - 1 }), step: fc.nat({ max: 2 }), upper: fc.boolean() });
  const near = fc.array(word, { minLength: 2, maxLength: 4 });
  const neighbours = near.map((words) => [
    words.map(({ at }) => sorted[at]).join(" "),
    words.map(({ at, step, upper }) => (upper ? sorted[at]?.toUpperCase() : sorted[at + step])).join(" "),
  ]);
  fc.assert(
    fc.property(neighbours, ([a = "", b = ""]) => check(a, b)),
    { numRuns: 3_000 },
  );
});

test("On any full names the order is ICU's, part by part", () => {
  const { compare } = new Intl.Collator("vi");
  const parts = (full: string) => {
    const words = full.split(" ");
    return [words.at(-1) ?? "", words.slice(1, -1).join(" "), words[0] ?? ""];
  };
  const byParts: Order = (a, b) =>
    parts(a).reduce((order, part, level) => order || compare(part, parts(b)[level] ?? ""), 0);
  fc.assert(
    fc.property(fullName, fullName, fullName, (a, b, shared) => {
      const alike = `${a.split(" ")[0]} ${shared}`;
      expect(Math.sign(byKey(personSortKey)(a, b))).toBe(byParts(a, b));
      expect(Math.sign(byKey(personSortKey)(alike, shared))).toBe(byParts(alike, shared));
    }),
    { numRuns: 2_000 },
  );
});

test("The order differs from ICU's in the old placement of tones only: ICU sorts Hoả between Hoà and Hòa", () => {
  const names = ["Hòa", "Hoả", "Hoà"];
  expect([...names].sort(new Intl.Collator("vi").compare)).toEqual(["Hoà", "Hoả", "Hòa"]);
  expect([...names].sort(byKey(titleSortKey))).toEqual(["Hòa", "Hoà", "Hoả"]);
});

test("200 characters of any kind give a key of printable ASCII above '#', under 900 bytes", () => {
  const wide = fc.oneof(
    fc.string({ unit: "binary", maxLength: 200 }),
    fc.constantFrom("Ấ", "😀", "1a", "ö", "Ứ y", "\u{10ffff}", "\ud800"),
  );
  fc.assert(
    fc.property(wide, (text) => {
      const name = [...text.repeat(200).normalize("NFC")].slice(0, 200).join("");
      for (const key of [titleSortKey(name), personSortKey(name)]) {
        expect(key).toMatch(/^[$-~]*$/);
        expect(key.length).toBeLessThan(900);
      }
    }),
  );
});

test("Keys order any texts totally, and a name sorts right before what it begins", () => {
  const anyText = fc.oneof(phrase, fullName, fc.string({ unit: "binary", maxLength: 20 }));
  const order = byKey(titleSortKey);
  fc.assert(
    fc.property(anyText, anyText, anyText, (a, b, c) => {
      expect(order(a, b)).toBe(-order(b, a) || 0);
      if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
      expect(order(a, `${a}z`)).toBeLessThan(0);
    }),
  );
});

test("Any text has one key in NFC and in NFD", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(titleSortKey(text.normalize("NFD"))).toBe(titleSortKey(text.normalize("NFC")));
      expect(personSortKey(text.normalize("NFD"))).toBe(personSortKey(text.normalize("NFC")));
    }),
  );
});
