import { cachedTable } from "../../../lab/bench/cached-table.ts";
import { selectParts } from "../../../lab/bench/run.ts";
import { markdownOf, median, medianRatio, textOf, withSections } from "../../../lab/support/report.ts";
import { createTable } from "../../../lib/table/table.ts";
import { fakeClient } from "../../support/fake-client.ts";

test("The bench measures all parts unless one is named, and rejects an unknown part", () => {
  expect(selectParts(undefined)).toEqual(["init", "warm", "units", "time"]);
  expect(selectParts("time")).toEqual(["time"]);
  expect(() => selectParts("speed")).toThrow("init, warm, units, time");
});

test("A cached table reads everything once and repeats all reads from memory", async () => {
  const item = { pk: "a", sk: "b" };
  const { client, sent } = fakeClient([{ Item: item }, { Items: [item] }]);
  const { table, readAll } = cachedTable(createTable(client, "t", () => "token"));
  for (let time = 0; time < 3; time += 1) {
    expect(await table.get(item)).toEqual(item);
    expect(await table.query({ partition: "a" })).toEqual({ items: [item], more: false });
  }
  expect(await readAll()).toEqual([item, { items: [item], more: false }]);
  expect(sent.map(({ name }) => name)).toEqual(["GetCommand", "QueryCommand"]);
});

const section = {
  title: "Sizes",
  notes: ["By hand."],
  columns: [{ title: "name" }, { title: "bytes", isNumber: true }, { title: "mark" }],
  rows: [
    ["a|b", "7", ""],
    ["longer", "1,234", "▲ over 1"],
  ],
} as const;

test("A section as text has aligned columns and no spaces at the ends of lines", () => {
  const lines = ["name    bytes  mark", "------  -----  --------", "a|b         7", "longer  1,234  ▲ over 1"];
  expect(textOf(section)).toBe(["Sizes", "  By hand.", "", ...lines].join("\n"));
});

test("A section as Markdown escapes the bar within a cell", () => {
  const lines = ["| name | bytes | mark |", "| --- | --: | --- |", "| a\\|b | 7 |  |", "| longer | 1,234 | ▲ over 1 |"];
  expect(markdownOf(section)).toBe(["## Sizes", "", "By hand.", "", ...lines].join("\n"));
});

test("The median of an odd count is its middle, of an even count the mean of the two, and an empty list has none", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

test("A round that slows both sides does not change the median of their ratio", () => {
  expect(medianRatio([15, 150, 15], [10, 100, 10])).toBe(1.5);
});

test("A measured section replaces the one of the same title and leaves others unchanged", () => {
  const other = { ...section, title: "Times", rows: [["c", "8", ""]] };
  const before = withSections("", "# Measured\n\nOld.", [section, other]);
  const after = withSections(before, "# Measured\n\nNew.", [{ ...section, rows: [["d", "9", ""]] }]);
  expect(after.match(/^## .*$/gm)).toEqual(["## Sizes", "## Times"]);
  expect(after).toContain("| d | 9 |  |");
  expect(after).not.toMatch(/longer|Old\./);
  expect(after.slice(after.indexOf("## Times"))).toBe(before.slice(before.indexOf("## Times")));
});
