import { type Moment, type Need, nameOf } from "../../../../lab/bench/units/least/need.ts";
import { bytesKept, bytesOf } from "../../../../lab/bench/units/least/size.ts";
import { byGuarantee, neededUnits, total } from "../../../../lab/bench/units/least/units.ts";
import type { Item } from "../../../../lib/table/write.ts";

const item = (sk: string, bytes: number, more: object = {}): Item => ({
  pk: "a",
  sk,
  text: "x".repeat(bytes),
  ...more,
});
const moment = (...items: Item[]): Moment => new Map(items.map((one) => [nameOf(one), one]));
const unitsFor = (needs: Need[], before: Moment, after: Moment = before) => total(neededUnits(needs, before, after));
const key = (sk: string) => ({ pk: "a", sk });
const read = (sk: string, how: object = {}): Need => ({ for: "current", read: key(sk), ...how });
const write = (sk: string): Need => ({ for: "written", write: key(sk) });

test("names and values count by their bytes, numbers by two digits each, and what holds others a little more", () => {
  expect(bytesOf({ pk: "a", sk: "Đảng" })).toBe(2 + 1 + 2 + 7);
  expect(bytesOf({ n: 0 })).toBe(2);
  expect(bytesOf({ n: -1_234 })).toBe(1 + 2 + 1 + 1);
  expect(bytesOf({ yes: true, none: null })).toBe(3 + 1 + 4 + 1);
  expect(bytesOf({ list: ["ab"], map: { a: "b" } })).toBe(4 + 3 + 1 + 2 + (3 + 3 + 1 + 1 + 1));
});

test("a read by key counts every four kilobytes begun, half where it may lag, and one for what is absent", () => {
  const before = moment(item("1", 100), item("2", 5_000));
  expect(unitsFor([read("1"), read("2"), read("none")], before)).toEqual({ read: 4, write: 0 });
  expect(unitsFor([read("2", { mayLag: true })], before)).toEqual({ read: 1, write: 0 });
});

test("a page counts by all its items together, as many as it shows; a whole range at the full price", () => {
  const before = moment(...Array.from({ length: 60 }, (_, i) => item(`E#${i + 100}`, 500)), item("F#1", 9_000));
  const range = { partition: "a", prefix: "E#" };
  expect(unitsFor([{ for: "list", page: range }], before).read).toBe(3.5);
  expect(unitsFor([{ for: "list", page: range, items: 5 }], before).read).toBe(0.5);
  expect(unitsFor([{ for: "current", whole: range }], before).read).toBe(8);
});

test("one write alone counts once, more than one twice, and what is needed for two reasons is written once", () => {
  const after = moment(item("1", 100), item("2", 1_500));
  expect(unitsFor([write("1")], moment(), after)).toEqual({ read: 0, write: 1 });
  expect(unitsFor([write("1"), write("2"), write("1")], moment(), after)).toEqual({ read: 0, write: 6 });
  expect(unitsFor([write("1"), { for: "named", check: key("2") }], after)).toEqual({ read: 0, write: 6 });
});

test("a place in an index is written when it comes, goes or says something else, and twice when it moves", () => {
  const at = (sort: string) => item("1", 100, { inTenant: "h", sort });
  const bare = item("1", 100);
  expect(unitsFor([write("1")], moment(), moment(at("a"))).write).toBe(2);
  expect(unitsFor([write("1")], moment(at("a")), moment(at("a"))).write).toBe(2);
  expect(unitsFor([write("1")], moment(at("a")), moment(at("b"))).write).toBe(3);
  expect(unitsFor([write("1")], moment(at("a")), moment(bare)).write).toBe(2);
  expect(unitsFor([write("1")], moment(at("a")), moment()).write).toBe(2);
});

test("units are told by what they are for", () => {
  const after = moment(item("1", 100), item("2", 100));
  expect(byGuarantee(neededUnits([read("1"), write("1"), write("2")], after, after))).toEqual([
    ["current", 1],
    ["written", 4],
  ]);
});

test("what stays is stored with each of its places; what expires is not", () => {
  const listed = item("1", 100, { inTenant: "h", sort: "a" });
  expect(bytesKept(moment(listed, item("2", 100, { expiresAt: 1 })))).toBe(2 * (bytesOf(listed) + 100));
});
