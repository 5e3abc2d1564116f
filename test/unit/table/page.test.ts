import { array, assert, asyncProperty, boolean, constantFrom, integer, record } from "fast-check";
import { type ItemMapper, readPage } from "../../../lib/table/page.ts";
import type { Range } from "../../../lib/table/range.ts";
import type { Table } from "../../../lib/table/table.ts";
import type { Item } from "../../../lib/table/write.ts";
import { memoryTable } from "../../support/memory-table.ts";

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const partitions = ["p", "q", "r"];
const drawn = array(
  record({ partition: constantFrom(...partitions), name: constantFrom("a", "b", "đ", "\u{10000}"), shown: boolean() }),
  { maxLength: 30 },
);
const itemsOf = (list: { partition: string; name: string; shown: boolean }[]): Item[] =>
  list.map(({ partition, name, shown }, i) => ({
    pk: `item${i}`,
    sk: "META",
    inTenant: partition,
    sort: `${name}#${String(i).padStart(3, "0")}`,
    shown,
  }));
const sortOf = (item: Item) => String(item.sort);
const onlyShown: ItemMapper<string> = (item) => (item.shown ? sortOf(item) : undefined);
const inPartitions = (count: number, descending = false) =>
  partitions.slice(0, count).map((partition) => ({ partition, index: "byTenant", descending }) as const);

/** The items of all pages. */
const readPages = async (table: Table, ranges: Range[], options: { limit: number; filtered: boolean }) => {
  const { limit, filtered } = options;
  const seen: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 200; pages++) {
    const page = await readPage(table, ranges, { limit, after }, onlyShown, filtered);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items);
    if (page.next === undefined) return seen;
    after = page.next;
  }
  throw new Error("The list does not end");
};

test("Pages of any size over merged and filtered lists contain every item once, in order", async () => {
  const scenario = record({
    list: drawn,
    count: integer({ min: 1, max: 3 }),
    limit: integer({ min: 1, max: 7 }),
    // A response of DynamoDB has at least two items: an item has at most 400 KB, a response 1 MB.
    pageSize: integer({ min: 2, max: 6 }),
    descending: boolean(),
    filtered: boolean(),
  });
  await assert(
    asyncProperty(scenario, async ({ list, count, limit, pageSize, descending, filtered }) => {
      const items = itemsOf(list);
      const chosen = partitions.slice(0, count);
      const wanted = items
        .filter((item) => item.shown && chosen.includes(String(item.inTenant)))
        .map(sortOf)
        .sort(descending ? (a, b) => bytes(b, a) : bytes);
      expect(
        await readPages(memoryTable(items, pageSize), inPartitions(count, descending), { limit, filtered }),
      ).toEqual(wanted);
    }),
    { numRuns: 1_000 },
  );
});

test("Insertions and deletions between two pages do not shift other items", async () => {
  const items = itemsOf(Array.from({ length: 9 }, () => ({ partition: "p", name: "a", shown: true })));
  const first = await readPage(memoryTable(items), inPartitions(1), { limit: 3 }, onlyShown, false);
  const changed = [...items.slice(3), { ...items[0], pk: "new", sort: "a#000x" } as Item];
  const second = await readPage(
    memoryTable(changed),
    inPartitions(1),
    { limit: 10, after: first.next },
    onlyShown,
    false,
  );
  expect([...first.items, ...second.items]).toEqual(items.map(sortOf));
});

test("A filtered page reads at most 1,000 items in all its lists, and the next page continues there", async () => {
  const items = itemsOf(
    Array.from({ length: 2_500 }, (_, i) => ({ partition: i % 2 ? "p" : "q", name: "a", shown: false })),
  );
  const table = memoryTable(items);
  const page = await readPage(table, inPartitions(2), { limit: 5 }, onlyShown, true);
  expect(page.items).toEqual([]);
  expect(page.next).toBeDefined();
  expect(table.reads.reduce((sum, count) => sum + count)).toBe(1_000);
});

test("The last page has no next position", async () => {
  const items = itemsOf([{ partition: "p", name: "a", shown: true }]);
  const page = await readPage(memoryTable(items), inPartitions(1), { limit: 1 }, onlyShown, false);
  expect(page.next).toBeUndefined();
});
