import { actionOf, checkSize, merged } from "../../../lib/table/actions.ts";
import { add, check, insert, replace, type Write } from "../../../lib/table/write.ts";

const key = { pk: "a", sk: "b" };
const other = { pk: "a", sk: "c" };
const problemOf = (act: () => void) => {
  try {
    act();
    return "accepted";
  } catch (error) {
    return (error as { details: { fieldErrors: { code: string }[] } }).details.fieldErrors.map(({ code }) => code);
  }
};
const actions = (writes: readonly Write[]) => merged(writes).map((write) => actionOf(write, "t", "token"));

test("Adds to one item are merged, other writes are not", () => {
  const writes = merged([add(key, { m: 1, o: 2 }), insert({ ...other }), add(key, { m: -3, v: 1 })]);
  expect(writes).toHaveLength(2);
  expect(writes.find(({ kind }) => kind === "add")).toMatchObject({ key, counters: { m: -2, o: 2, v: 1 } });
});

test("Adds that cancel out are dropped unless they have a condition", () => {
  expect(merged([add(key, { m: 1 }), add(key, { m: -1 })])).toEqual([]);
  expect(merged([add(key, { m: 1 }), add(key, { m: -1 }, { expect: { place: 1 } })])).toHaveLength(1);
  expect(merged([add(key, {}, { mustExist: true })])).toHaveLength(1);
});

test("A merged add has the expectations of all its parts", () => {
  const [action] = actions([add(key, { m: 1 }, { expect: { place: 2 } }), add(key, { refs: 1 }, { mustExist: true })]);
  expect(action?.Update).toMatchObject({
    UpdateExpression: "ADD #a0 :a0, #a1 :a1",
    ConditionExpression: "#e0 = :e0 AND attribute_exists(pk)",
    ExpressionAttributeNames: { "#a0": "m", "#a1": "refs", "#e0": "place" },
    ExpressionAttributeValues: { ":a0": 1, ":a1": 1, ":e0": 2 },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
});

test("Adds to one item with different conditions throw", () => {
  const addIf = (expression: string) => add(key, { m: 1 }, { condition: { expression, values: { ":x": 1 } } });
  expect(() => merged([addIf("x = :x"), addIf("y = :x")])).toThrow(TypeError);
  expect(merged([addIf("x = :x"), addIf("x = :x")])).toHaveLength(1);
});

test("Every write has its condition in the action", () => {
  const [put] = actions([insert({ ...key })]);
  expect(put?.Put).toMatchObject({ ConditionExpression: "attribute_not_exists(pk)", Item: { writtenBy: "token" } });
  const [again] = actions([replace({ ...key }, 7)]);
  expect(again?.Put).toMatchObject({
    ConditionExpression: "version = :version",
    ExpressionAttributeValues: { ":version": 7 },
  });
  const onConditionFailed = () => new Error("x") as never;
  const [checked] = actions([check(key, { expression: "attribute_exists(pk)" }, onConditionFailed)]);
  expect(checked?.ConditionCheck).toMatchObject({ Key: key, ConditionExpression: "attribute_exists(pk)" });
});

const puts = (count: number, text = "") =>
  actions(Array.from({ length: count }, (_, i) => insert({ pk: `p${i}`, sk: "s", text })));

test("A transaction of 100 actions is accepted, one of 101 is rejected", () => {
  expect(problemOf(() => checkSize(puts(100)))).toBe("accepted");
  expect(problemOf(() => checkSize(puts(101)))).toEqual(["too-many-changes"]);
});

test("An item of 390,000 bytes is accepted, one byte more is rejected", () => {
  const [bare] = puts(1);
  const room = 390_000 - Buffer.byteLength(JSON.stringify(bare?.Put?.Item));
  expect(problemOf(() => checkSize(puts(1, "x".repeat(room))))).toBe("accepted");
  expect(problemOf(() => checkSize(puts(1, "x".repeat(room + 1))))).toEqual(["record-too-large"]);
});

test("Items that together exceed the size of a transaction are rejected", () => {
  expect(problemOf(() => checkSize(puts(10, "x".repeat(380_000))))).toBe("accepted");
  expect(problemOf(() => checkSize(puts(11, "x".repeat(380_000))))).toEqual(["too-many-changes"]);
});
