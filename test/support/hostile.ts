import { type Arbitrary, constant, constantFrom, dictionary, oneof, option, record, tuple } from "fast-check";

/** Values that are known to break services. */
const values: readonly unknown[] = [
  null,
  true,
  "",
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  [],
  {},
  [null],
  { a: 1 },
  "x".repeat(201),
  "đ".repeat(20_001),
  "a\u0000b",
  "a\u202Eb",
  "a\u200Bb",
  "\u00ADa",
  "a\uFFFF",
  "\u200D",
  "\u0301",
  "\uD800",
  "__proto__",
  "toString",
  "2023-02-30",
  "0001-01-01",
  "9999-12-31",
  "2023-12-26T00:00:00+14:00",
  "0001-01-01T00:00:00+14:00",
  "9999-12-31T23:59:59-23:59",
  `${"Nghị quyết số ".repeat(400)}21-NQ/TW ngày 32/13/2020`,
  Array.from({ length: 200 }, () => "x"),
  Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`s${i}`, "x"])),
];
export const hostileValue = constantFrom(...values);
/** Names of unknown fields and parameters. */
const hostileName = constantFrom("colour", "__proto__", "constructor", "id", "version", "pk", "createdAt", "standing");

const rarely = <T>(arbitrary: Arbitrary<T>) => ({ weight: 1, arbitrary });
const mostly = <T>(arbitrary: Arbitrary<T>) => ({ weight: 12, arbitrary });

/** Variants of an example body with wrong, missing and additional parts. */
export const bodyLike = (example: unknown, known: readonly string[]): Arbitrary<unknown> =>
  oneof(mostly(partsLike(example, known)), rarely(hostileValue), rarely(constantFrom(...known)));

const partsLike = (example: unknown, known: readonly string[]): Arbitrary<unknown> => {
  if (Array.isArray(example)) return tuple(...example.map((one) => bodyLike(one, known)));
  if (typeof example !== "object" || example === null) return constant(example);
  const fields = Object.entries(example).map(([name, value]) => [
    name,
    option(bodyLike(value, known), { nil: undefined, freq: 9 }),
  ]);
  const extra = oneof(
    { weight: 6, arbitrary: constant({}) },
    rarely(dictionary(hostileName, hostileValue, { maxKeys: 2 })),
  );
  return tuple(record(Object.fromEntries(fields)), extra).map(([own, more]) => ({ ...own, ...more }));
};

/** Queries with known and unknown parameters and with valid and hostile values. */
export const queryLike = (names: readonly string[], known: readonly string[]): Arbitrary<string> => {
  const good = [
    "1",
    "100",
    "2023",
    "2023-12-26",
    "review",
    "official",
    "agenda,votes,photos",
    "hr:1",
    "nguyen",
    ...known,
  ];
  const value = oneof(mostly(constantFrom(...good)), rarely(hostileValue.map((one) => String(one).slice(0, 300))));
  const name = names.length > 0 ? oneof(mostly(constantFrom(...names)), rarely(hostileName)) : hostileName;
  const query = dictionary(name, value, { maxKeys: 3 }).map((parameters) => `${new URLSearchParams(parameters)}`);
  return oneof({ weight: names.length > 0 ? 1 : 20, arbitrary: constant("") }, { weight: 1, arbitrary: query });
};
