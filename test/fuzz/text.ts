import type { Random } from "../support/random.ts";

const words =
  "Đảng bộ|Thư viện|Quốc gia|Việt Nam|chi bộ|hội nghị|tổng kết|Nguyễn|Xuân|Dũng|Trần|Thị|Ánh|Phạm|Quốc Hùng|công tác|năm 2023|Nghị quyết số 21-NQ/TW|ngày 16-1-2023|a|1".split(
    "|",
  );

/** Valid text that often breaks programs. */
const odd = [
  ...`${"é ệ".normalize("NFD")} 𝔇𝔞̉𝔫𝔤 👩‍👩‍👧‍👦 ﷺ İıŞş ẞ`.split(" "),
  "\u00a0",
  "Ðảng uỷ",
  "a\tb",
  "Nghị quyết số 21\u2011NQ/TW và 59/2023/NÐ − CP",
  ...String.raw`{}[]"'\ <script>alert(1)</script>`.split(" "),
  "'; DROP TABLE x; --",
  ..."#{7*7}{{7*7}} %s%n%00 ../../../etc/passwd a#b|c~d constructor -1e309".split(" "),
];

export const sentence = (random: Random, count = 1 + random.below(5)): string =>
  Array.from({ length: count }, () => (random.chance(0.06) ? random.one(odd) : random.one(words))).join(" ");

const letters = "abcdefghijklmnopqrstuvwxyz0123456789ABCXYZ._~-";
export const token = (random: Random, length = 1 + random.below(12)): string =>
  Array.from({ length }, () => letters[random.below(letters.length)]).join("");

const hex = (random: Random, length: number): string =>
  Array.from({ length }, () => random.below(16).toString(16)).join("");

const two = (number: number) => String(number).padStart(2, "0");

/** A day, mostly of recent years. */
export const day = (random: Random): string =>
  random.chance(0.05)
    ? random.one(["1930-02-03", "2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2023-12-31"])
    : `${1995 + random.below(30)}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;

export const instant = (random: Random): string =>
  `${day(random)}T${two(random.below(24))}:${two(random.below(60))}:00${random.one(["Z", "+07:00", ".5+07:00", "-11:30"])}`;

/** Texts of many forms, of which some may match a pattern. */
const forms: readonly ((random: Random) => string)[] = [
  sentence,
  token,
  (random) => hex(random, 64),
  (random) => `${token(random)}:${token(random)}`,
  (random) => String(random.below(1000)),
  day,
  instant,
  (random) => `https://${token(random, 6).replace(/[^a-z0-9]/g, "x")}.example.invalid/${token(random)}`,
  (random) => hex(random, 32),
];

/** A text that matches the pattern, if one of the forms does; else any text. */
export const matching = (random: Random, pattern: RegExp): string => {
  for (let i = 0; i < 40; i += 1) {
    const text = (forms[i % forms.length] ?? sentence)(random);
    if (pattern.test(text)) return text;
  }
  return sentence(random);
};

/** A text of a length, in characters of three bytes. */
export const textOfLength = (length: number): string => "ữ".repeat(length);
