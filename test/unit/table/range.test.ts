import { array, assert, constantFrom, option, property, record, string } from "fast-check";
import { isEmpty, isOutside, queryInput, type Range } from "../../../lib/table/range.ts";

const letters = array(constantFrom("a", "b", "#", "đ", "\u{10000}"), { maxLength: 3 }).map((parts) => parts.join(""));
const end = option(letters, { nil: undefined });
const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Whether DynamoDB would find a sort key by the input of a query. */
const found = (range: Range, sort: string) => {
  const { KeyConditionExpression: condition, ExpressionAttributeValues: values } = queryInput(range) as {
    KeyConditionExpression: string;
    ExpressionAttributeValues: Record<string, string>;
  };
  const low = values[":low"];
  const high = values[":high"];
  if (condition.includes("BETWEEN")) expect(bytes(low ?? "", high ?? "")).toBeLessThanOrEqual(0);
  return (low === undefined || bytes(sort, low) >= 0) && (high === undefined || bytes(sort, high) <= 0);
};

test("A range finds what lies in it and nothing else, whichever ends are given", () => {
  const ranges = record({ prefix: end, from: end, to: end, above: end, below: end });
  assert(
    property(ranges, letters, ({ prefix, ...ends }, sort) => {
      const range = { partition: "p", ...(prefix === undefined ? {} : { prefix }), ...ends };
      const { from, to, above, below } = ends;
      const wanted =
        sort.startsWith(prefix ?? "") &&
        (from === undefined || bytes(sort, from) >= 0) &&
        (to === undefined || bytes(sort, to) <= 0) &&
        (above === undefined || bytes(sort, above) > 0) &&
        (below === undefined || bytes(sort, below) < 0);
      const item = { pk: "p", sk: sort };
      const reached = !isEmpty(range) && found(range, sort) && !isOutside(range, item);
      expect(reached).toBe(wanted);
    }),
    { numRuns: 2_000 },
  );
});

test("An open end costs one item more of the limit, a closed one none", () => {
  expect(queryInput({ partition: "p", limit: 5 }).Limit).toBe(5);
  expect(queryInput({ partition: "p", limit: 5, from: "a" }).Limit).toBe(5);
  expect(queryInput({ partition: "p", limit: 5, above: "a" }).Limit).toBe(6);
});

test("Base items are read consistently, indexes cannot be", () => {
  expect(queryInput({ partition: "p" })).toMatchObject({ ConsistentRead: true });
  expect(queryInput({ partition: "p", index: "byTenant" })).not.toHaveProperty("ConsistentRead");
  expect(queryInput({ partition: "p", index: "byTenant" }).ExpressionAttributeNames).toEqual({
    "#partition": "inTenant",
  });
});

test("Names of any text reach the query as values, never as expressions", () => {
  assert(
    property(string(), (partition) => {
      const input = queryInput({ partition });
      expect(input.KeyConditionExpression).toBe("#partition = :partition");
      expect(input.ExpressionAttributeValues).toEqual({ ":partition": partition });
    }),
  );
});

test("A read of the table itself is of what was written last, unless it may lag", () => {
  expect(queryInput({ partition: "p" })).toMatchObject({ ConsistentRead: true });
  expect(queryInput({ partition: "p", consistency: "eventual" })).toMatchObject({ ConsistentRead: false });
  expect(queryInput({ partition: "p", index: "byTenant", consistency: "eventual" })).not.toHaveProperty(
    "ConsistentRead",
  );
});
