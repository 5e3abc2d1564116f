import { randomUUID } from "node:crypto";
import { Problem } from "../../../lib/shared/problem.ts";
import { readPage } from "../../../lib/table/page.ts";
import { createTable } from "../../../lib/table/table.ts";
import { add, check, deleteAtVersion, deleteItem, insert, replace, update } from "../../../lib/table/write.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();

const table = () => world.dependencies.table;
const key = () => ({ pk: `T#${randomUUID()}`, sk: "META" });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error) => error.code ?? error.name,
  );

test("An item is inserted once, and replaced and deleted at its version", async () => {
  const at = key();
  await table().write([insert({ ...at, version: 1, name: "a" })]);
  expect(await codeOf(table().write([insert({ ...at, version: 1 })]))).toBe("write-conflict");
  expect(await codeOf(table().write([replace({ ...at, version: 3 }, 2)]))).toBe("stale");
  await table().write([replace({ ...at, version: 2, name: "b" }, 1)]);
  expect(await table().get(at)).toMatchObject({ version: 2, name: "b" });
  expect(await codeOf(table().write([deleteAtVersion(at, 1)]))).toBe("stale");
  await table().write([deleteAtVersion(at, 2)]);
  expect(await table().get(at)).toBeUndefined();
});

test("Either all writes of a transaction happen or none", async () => {
  const [first, second] = [key(), key()];
  await table().write([insert({ ...second, version: 1 })]);
  expect(await codeOf(table().write([insert({ ...first }), insert({ ...second })]))).toBe("write-conflict");
  expect(await table().get(first)).toBeUndefined();
});

test("The problem of a failed condition receives the existing item", async () => {
  const at = key();
  await table().write([insert({ ...at, id: "mine" })]);
  let existing: unknown;
  const onConditionFailed = (old: unknown) => {
    existing = old;
    return new Problem("in-use");
  };
  expect(await codeOf(table().write([insert({ ...at }, onConditionFailed), insert({ ...key() })]))).toBe("in-use");
  expect(existing).toMatchObject({ id: "mine" });
  existing = undefined;
  expect(await codeOf(table().write([insert({ ...at }, onConditionFailed)]))).toBe("in-use");
  expect(existing).toMatchObject({ id: "mine" });
});

test("Counters are added to, also absent ones, while the expected values match", async () => {
  const at = key();
  await table().write([add(at, { m: 2 }, { expect: { place: undefined } }), add(at, { m: 1, v: -1 })]);
  expect(await table().get(at)).toMatchObject({ m: 3, v: -1 });
  await table().write([add(at, { place: 1 }, { expect: { place: undefined } })]);
  await table().write([add(at, { m: 1 }, { expect: { place: 1 } })]);
  expect(await codeOf(table().write([add(at, { m: 1 }, { expect: { place: 2 } })]))).toBe("write-conflict");
  expect(await codeOf(table().write([add(key(), { m: 1 }, { mustExist: true })]))).toBe("write-conflict");
  expect(await table().get(at)).toMatchObject({ m: 4 });
});

test("A failed condition check fails the transaction and leaves its item unchanged", async () => {
  const [seen, drawnCommand] = [key(), key()];
  const exists = check(seen, { expression: "attribute_exists(pk)" }, () => new Problem("not-found"));
  expect(await codeOf(table().write([exists, insert({ ...drawnCommand })]))).toBe("not-found");
  await table().write([insert({ ...seen, n: 1 })]);
  await table().write([exists, insert({ ...drawnCommand })]);
  expect(await table().get(seen)).toMatchObject({ n: 1 });
});

test("Updates change attributes, and deletes can have a condition", async () => {
  const at = key();
  await table().write([insert({ ...at, units: {} })]);
  await table().write([
    update(at, { update: "SET #u.#id = :unit", names: { "#u": "units", "#id": "x" }, values: { ":unit": { n: 1 } } }),
  ]);
  expect(await table().get(at)).toMatchObject({ units: { x: { n: 1 } } });
  const empty = { expression: "size(units) = :none", values: { ":none": 0 } };
  expect(await codeOf(table().write([deleteItem(at, empty, () => new Problem("in-use"))]))).toBe("in-use");
  await table().write([deleteItem(at)]);
  await table().write([deleteItem(at)]);
  expect(await table().get(at)).toBeUndefined();
});

test("A batch get returns items in the order of the keys, undefined for missing ones", async () => {
  const keys = Array.from({ length: 100 }, key);
  const even = keys.filter((_, i) => i % 2 === 0);
  for (let i = 0; i < even.length; i += 25)
    await table().write(even.slice(i, i + 25).map((at, j) => insert({ ...at, place: (i + j) * 2 })));
  const found = await table().getMany(keys);
  expect(found.map((item) => item?.place)).toEqual(keys.map((_, i) => (i % 2 === 0 ? i : undefined)));
  await expect(table().getMany([...keys, key()])).rejects.toThrow(RangeError);
});

test("Pages of one item over an index contain every item once in both directions, in byte order", async () => {
  const inTenant = `H#${randomUUID()}`;
  const names = ["a", "b", "ă", "đ", "￿", "\u{10000}"];
  for (const name of names) await table().write([insert({ ...key(), inTenant, sort: `${name}#1`, name })]);
  for (const descending of [false, true]) {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const range = { partition: inTenant, index: "byTenant", descending } as const;
      const page = await readPage(table(), [range], { limit: 1, after }, (item) => String(item.name), false);
      seen.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    expect(seen).toEqual(descending ? [...names].reverse() : names);
  }
});

test("A range with two exclusive ends contains the items between them", async () => {
  const pk = `R#${randomUUID()}`;
  for (const sk of ["a#1", "a#2", "a#3", "a#4", "b#1"]) await table().write([insert({ pk, sk })]);
  const names = async (range: object) => (await table().query({ partition: pk, ...range })).items.map(({ sk }) => sk);
  expect(await names({ prefix: "a#" })).toEqual(["a#1", "a#2", "a#3", "a#4"]);
  expect(await names({ prefix: "a#", above: "a#1", below: "a#4" })).toEqual(["a#2", "a#3"]);
  expect(await names({ prefix: "a#", from: "a#3", descending: true })).toEqual(["a#4", "a#3"]);
  expect(await names({ from: "c", to: "b" })).toEqual([]);
  expect(await names({ above: "a#1", limit: 2 })).toEqual(["a#2", "a#3"]);
});

test("Concurrent adds are all counted", async () => {
  const at = key();
  const writes = Array.from({ length: 30 }, () => table().write([add(at, { n: 1 }), insert({ ...key() })]));
  await Promise.all(writes);
  expect(await table().get(at)).toMatchObject({ n: 30 });
});

test("A transaction sent twice with one token happens once", async () => {
  const at = key();
  const same = createTable(world.client, world.tableName, () => "the-same-token");
  const writes = [add(at, { n: 1 }), add({ ...at, sk: "OTHER" }, { n: 1 })];
  await same.write(writes);
  await same.write(writes);
  expect(await table().get(at)).toMatchObject({ n: 1 });
});
