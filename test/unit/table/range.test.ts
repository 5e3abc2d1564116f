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

test("A range query returns exactly the items between its ends", () => {
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

test("An exclusive end raises the limit by one, an inclusive one does not", () => {
  expect(queryInput({ partition: "p", limit: 5 }).Limit).toBe(5);
  expect(queryInput({ partition: "p", limit: 5, from: "a" }).Limit).toBe(5);
  expect(queryInput({ partition: "p", limit: 5, above: "a" }).Limit).toBe(6);
});

test("Queries of the table are strongly consistent unless requested otherwise, those of indexes are not", () => {
  const index = "byTenant";
  expect(queryInput({ partition: "p" })).toMatchObject({ ConsistentRead: true });
  expect(queryInput({ partition: "p", consistency: "eventual" })).toMatchObject({ ConsistentRead: false });
  expect(queryInput({ partition: "p", index })).not.toHaveProperty("ConsistentRead");
  expect(queryInput({ partition: "p", index, consistency: "eventual" })).not.toHaveProperty("ConsistentRead");
  expect(queryInput({ partition: "p", index }).ExpressionAttributeNames).toEqual({ "#partition": "inTenant" });
});

test("Partition and sort keys of any text are passed as values", () => {
  assert(
    property(string(), (partition) => {
      const input = queryInput({ partition });
      expect(input.KeyConditionExpression).toBe("#partition = :partition");
      expect(input.ExpressionAttributeValues).toEqual({ ":partition": partition });
    }),
  );
});
