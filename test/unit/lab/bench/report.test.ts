import { replaced } from "../../../../lab/bench/report/file.ts";
import { markdownOf } from "../../../../lab/bench/report/markdown.ts";
import { bytes, median, medianRatio, units } from "../../../../lab/bench/report/numbers.ts";
import { textOf } from "../../../../lab/bench/report/text.ts";

const section = {
  title: "Sizes",
  notes: ["By hand."],
  columns: [{ title: "name" }, { title: "bytes", isNumber: true }, { title: "mark" }],
  rows: [
    ["a|b", "7", ""],
    ["longer", "1,234", "▲ over 1"],
  ],
} as const;

test("text has its columns aligned, numbers to the right, and no spaces at the ends", () => {
  expect(textOf(section)).toBe(
    [
      "Sizes",
      "  By hand.",
      "",
      "name    bytes  mark",
      "------  -----  --------",
      "a|b         7",
      "longer  1,234  ▲ over 1",
    ].join("\n"),
  );
});

test("Markdown keeps a bar within its cell", () => {
  expect(markdownOf(section)).toBe(
    [
      "## Sizes",
      "",
      "By hand.",
      "",
      "| name | bytes | mark |",
      "| --- | --: | --- |",
      "| a\\|b | 7 |  |",
      "| longer | 1,234 | ▲ over 1 |",
    ].join("\n"),
  );
});

test("the median is the middle of an odd count, between the two of an even one, and none of none", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test("a slow round that slows both does not change the median of their ratio", () => {
  expect(medianRatio([15, 150, 15], [10, 100, 10])).toBe(1.5);
});

test("units come in halves, bytes with their thousands set apart", () => {
  expect([units(3), units(2.5), bytes(199_161)]).toEqual(["3", "2.5", "199,161"]);
});

test("what is measured anew takes the place of what stood there, with its day, and leaves the rest", () => {
  const other = { ...section, title: "Times", rows: [["c", "8", ""]] };
  const before = replaced("", [section, other], "2026-01-01");
  const after = replaced(before, [{ ...section, rows: [["d", "9", ""]] }], "2026-02-02");
  expect(after.match(/^## .*$/gm)).toEqual(["## Sizes", "## Times"]);
  expect(after).toContain("Measured on 2026-02-02.\nBy hand.");
  expect(after).toContain("| d | 9 |  |");
  expect(after).not.toContain("longer");
  expect(after.slice(after.indexOf("## Times"))).toBe(before.slice(before.indexOf("## Times")));
  expect(after.match(/^Written by/gm)).toHaveLength(1);
});
