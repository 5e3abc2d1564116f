import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Random } from "../support/random.ts";

/** Dates that do not exist, and days and instants at the limits. */
const extremeDates =
  "2023-02-30 2023-13-01 2023-1-1 1900-02-29 0001-01-01 9999-12-31 +010000-01-01 2023-12-26T24:00:00Z 2023-12-26T00:00:00+14:00 0001-01-01T00:00:00+14:00 9999-12-31T23:59:59-23:59 2016-12-31T23:59:60Z".split(
    " ",
  );

/** Values that often cause failures. */
const values: readonly unknown[] = [
  null,
  true,
  "",
  " ",
  ...[0, -0, -1, 1.5, 1e308, 2 ** 31, 2 ** 53, -(2 ** 53) - 2, 5e-324],
  [],
  {},
  [null],
  [[[]]],
  { a: 1 },
  { $ref: "#" },
  "x".repeat(201),
  "đ".repeat(20_001),
  "a\u0000b",
  "a\u202Eb",
  "a\u200Bb",
  "\u00ADa",
  "a\uFFFF",
  "\u200D",
  "\u0301",
  "\u2028",
  "\uD800",
  "\uDC00\uD800",
  "\uFEFF",
  "__proto__",
  "toString",
  ...extremeDates,
  `${"Nghị quyết số ".repeat(400)}21-NQ/TW ngày 32/13/2020`,
  Array.from({ length: 200 }, () => "x"),
  Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, "x"])),
];

/** Names of unknown fields, of read-only fields and of properties with a meaning in JavaScript. */
const names = ["colour", "__proto__", "constructor", "id", "version", "pk", "createdAt", "standing", "", "a/b~c", "ữ"];

export const hostileValue = (random: Random): unknown => random.one(values);

/** The value with one invalid place: another value, a missing one, or an additional one. */
export const invalidate = (value: unknown, random: Random): unknown => {
  if (Array.isArray(value) && value.length > 0 && random.chance(0.85)) return invalidateList(value, random);
  if (isJson(value) && random.chance(0.9)) return invalidateObject(value, random);
  return hostileValue(random);
};

const invalidateList = (list: readonly unknown[], random: Random): unknown[] => {
  if (random.chance(0.15)) return [...list, ...list];
  if (random.chance(0.05)) return Array.from({ length: 120 }, () => list[0]);
  const chosen = random.below(list.length);
  return list.map((one, i) => (i === chosen ? invalidate(one, random) : one));
};

const invalidateObject = (object: object, random: Random): object => {
  const entries = Object.entries(object);
  const extra = (): [string, unknown] => [random.one(names), hostileValue(random)];
  if (entries.length === 0 || random.chance(0.15)) return Object.fromEntries([...entries, extra()]);
  const chosen = random.below(entries.length);
  if (random.chance(0.25)) return Object.fromEntries(entries.filter((_, i) => i !== chosen));
  return Object.fromEntries(entries.map(([name, one], i) => [name, i === chosen ? invalidate(one, random) : one]));
};

const deep = (levels: number) => `${'{"a":['.repeat(levels)}1${"]}".repeat(levels)}`;

/** Invalid or unusual JSON, made from valid JSON. */
const corruptions: readonly ((json: string, random: Random) => string | Buffer)[] = [
  (json, random) => json.slice(0, random.below(json.length)),
  (json) => json.replace(/^\{/, '{"__proto__":{"a":1},'),
  (json) => json.replace(/^\{("[^"]*":)/, "{$1null,$1"),
  (json) => json.replace(/:\d+/, ":1e400"),
  (json) => json.replace(/:"[^"]*"/, ':"\\ud83d"'),
  (json) => json.replace(/:"/, ':"\\u0000'),
  (json) => `\uFEFF${json}`,
  (json) => `${json}${json}`,
  (json) => json.replaceAll('"', "'"),
  (json) => Buffer.from(json, "utf16le"),
  (json) => Buffer.concat([Buffer.from(json.slice(0, -1)), Buffer.from([0xff, 0xc0, 0x80, 0x7d])]),
  () => "",
  () => "null",
  () => "NaN",
  () => '"text"',
  () => "[]",
  () => deep(20),
  () => deep(20_000),
];

export const corrupt = (json: string, random: Random): Buffer => Buffer.from(random.one(corruptions)(json, random));

/** JSON beyond the maximal size of a body. */
export const tooLarge = (json: string): Buffer => Buffer.from(`${json}${" ".repeat(1_048_577)}`);
