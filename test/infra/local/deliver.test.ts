import fc from "fast-check";
import { type Delivery, deliverBatch } from "../../../infra/local/pollers/deliver-batch.ts";
import { parsePattern } from "../../../infra/local/pollers/filter.ts";
import type { StreamRecord } from "../../../infra/local/pollers/stream-record.ts";

const record = (number: number, sk = "TALLY") =>
  ({ dynamodb: { SequenceNumber: String(number), Keys: { sk: { S: sk } } } }) as unknown as StreamRecord;
const records = (count: number) => Array.from({ length: count }, (_, at) => record(at + 1));
const numbers = (list: readonly StreamRecord[]) => list.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));

/** A function that handles records one after the other and stops where `fails` says so. */
const run = (count: number, fails: (number: number, attempt: number) => boolean, change: Partial<Delivery> = {}) => {
  const seen = {
    handledByFunction: [] as number[],
    givenUp: [] as number[],
    positions: [] as number[],
    pauses: [] as number[],
  };
  const attempts = new Map<number, number>();
  const delivery: Delivery = {
    bisectsBatch: true,
    retries: 10,
    reportsFailures: true,
    invoke: async (batch) => {
      for (const number of numbers(batch)) {
        const attempt = (attempts.get(number) ?? 0) + 1;
        attempts.set(number, attempt);
        if (fails(number, attempt)) return { result: { batchItemFailures: [{ itemIdentifier: String(number) }] } };
        seen.handledByFunction.push(number);
      }
      return { result: { batchItemFailures: [] } };
    },
    onHandled: (last) => seen.positions.push(Number(last.dynamodb.SequenceNumber)),
    onFailed: (batch) => seen.givenUp.push(...numbers(batch)),
    pause: async (milliseconds) => void seen.pauses.push(milliseconds),
    ...change,
  };
  return deliverBatch(records(count), delivery).then(() => seen);
};

test("What succeeds is handled once, in order", async () => {
  const seen = await run(5, () => false);
  expect(seen).toMatchObject({ handledByFunction: [1, 2, 3, 4, 5], givenUp: [], positions: [5], pauses: [] });
});

test("After a failed record it goes on from that record, once it succeeds", async () => {
  const seen = await run(4, (number, attempt) => number === 3 && attempt < 3);
  expect(seen.handledByFunction).toEqual([1, 2, 3, 4]);
  expect(seen.givenUp).toEqual([]);
});

test("A record that never succeeds is given up alone, after finite tries", async () => {
  const seen = await run(100, (number) => number === 37);
  expect(seen.givenUp).toEqual([37]);
  expect(seen.handledByFunction).toEqual(
    records(100)
      .map((_, at) => at + 1)
      .filter((number) => number !== 37),
  );
  expect(seen.positions.at(-1)).toBe(100);
});

test.each([
  { failure: { errorType: "Error", errorMessage: "" } },
  { timedOut: true as const },
  { result: { batchItemFailures: "?" } },
])("A call that ends with %j is tried again as a whole, with growing pauses, then given up", async (outcome) => {
  const seen = await run(3, () => false, { invoke: async () => outcome, bisectsBatch: false, retries: 3 });
  expect(seen.givenUp).toEqual([1, 2, 3]);
  expect(seen.pauses).toEqual([100, 200, 400]);
});

test("A number that is none of the batch's fails all of it", async () => {
  const invoke = async () => ({ result: { batchItemFailures: [{ itemIdentifier: "99" }] } });
  expect((await run(2, () => false, { invoke, bisectsBatch: false, retries: 1 })).givenUp).toEqual([1, 2]);
});

test("Whatever fails, each record is handled in order or given up, and the position never passes an open one", async () => {
  const failures = fc.array(fc.nat(4), { minLength: 20, maxLength: 20 });
  const options = fc.record({ bisects: fc.boolean(), retries: fc.nat(3) });
  await fc.assert(
    fc.asyncProperty(failures, options, async (times, change) => {
      const open = new Set(times.map((_, at) => at + 1));
      let highest = 0;
      const close = (list: readonly number[]) => {
        for (const number of list) open.delete(number);
      };
      const seen = await run(20, (number, attempt) => attempt <= (times[number - 1] ?? 0), {
        ...change,
        onFailed: (batch) => close(numbers(batch)),
        onHandled: (last) => {
          highest = Number(last.dynamodb.SequenceNumber);
        },
      });
      close(seen.handledByFunction);
      expect(open.size).toBe(0);
      expect(highest).toBe(20);
      expect(seen.handledByFunction).toEqual([...seen.handledByFunction].sort((one, other) => one - other));
    }),
    { numRuns: 200 },
  );
});

test.each([
  [{ dynamodb: { Keys: { sk: { S: [{ prefix: "TALLY" }] } } } }, record(1, "TALLY#2023"), true],
  [{ dynamodb: { Keys: { sk: { S: [{ prefix: "TALLY" }] } } } }, record(1, "META"), false],
  [{ eventName: ["INSERT", "MODIFY"] }, { eventName: "MODIFY" }, true],
  [{ eventName: ["INSERT", "MODIFY"] }, { eventName: "REMOVE" }, false],
  [{ dynamodb: { NewImage: [{ exists: false }] } }, record(1), true],
  [{ eventName: [{ "anything-but": ["REMOVE"] }] }, { eventName: "REMOVE" }, false],
])("The filter %j of %j gives %p", (pattern, value, expected) => {
  expect(parsePattern(JSON.stringify(pattern))(value)).toBe(expected);
});

test.each([{ a: [{ cidr: "10.0.0.0/8" }] }, { a: [{ numeric: [">", 1] }] }, { a: "text" }])(
  "The filter %j is not known and named",
  (pattern) => {
    expect(() => parsePattern(JSON.stringify(pattern))).toThrow(/filter/);
  },
);
