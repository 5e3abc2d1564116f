import type { Range } from "../../../lib/table/range.ts";
import { readAll } from "../../../lib/table/read-all.ts";
import type { Item } from "../../../lib/table/write.ts";

const stored: Item[] = Array.from({ length: 7 }, (_, i) => ({ pk: "P", sk: `VOTE#${i}`, sort: `s${6 - i}` }));

/** A table whose pages have two items. */
const tableOf = (sortKey: "sk" | "sort") => ({
  query: async ({ above = "" }: Range) => {
    const remaining = [...stored]
      .sort((a, b) => (String(a[sortKey]) < String(b[sortKey]) ? -1 : 1))
      .filter((item) => String(item[sortKey]) > above);
    return { items: remaining.slice(0, 2), more: remaining.length > 2 };
  },
});

test("readAll returns every item of a range once, in order", async () => {
  expect(await readAll(tableOf("sk"), { partition: "P", prefix: "VOTE#" })).toEqual(stored);
  expect(await readAll(tableOf("sort"), { partition: "P", index: "byGroup" })).toEqual([...stored].reverse());
});

test("readAll of an empty range returns no items", async () => {
  expect(await readAll({ query: async () => ({ items: [], more: false }) }, { partition: "P" })).toEqual([]);
});
