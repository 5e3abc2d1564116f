import fc from "fast-check";
import { type Delivery, deliverBatch } from "../../../infra/local/pollers/deliver-batch.ts";
import { parsePattern } from "../../../infra/local/pollers/filter.ts";
import type { StreamRecord } from "../../../infra/local/pollers/stream-record.ts";

const record = (number: number, sk = "TALLY") =>
  ({ dynamodb: { SequenceNumber: String(number), Keys: { sk: { S: sk } } } }) as unknown as StreamRecord;
const records = (count: number) => Array.from({ length: count }, (_, at) => record(at + 1));
const numbers = (list: readonly StreamRecord[]) => list.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));

/** Delivers to a function that handles records one after the other until `fails` returns true. */
const run = (count: number, fails: (number: number, attempt: number) => boolean, change: Partial<Delivery> = {}) => {
  const seen: Record<"handled" | "failed" | "positions" | "pauses", number[]> = {
    handled: [],
    failed: [],
    positions: [],
    pauses: [],
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
        seen.handled.push(number);
      }
      return { result: { batchItemFailures: [] } };
    },
    onHandled: (last) => seen.positions.push(Number(last.dynamodb.SequenceNumber)),
    onFailed: (batch) => seen.failed.push(...numbers(batch)),
    pause: async (milliseconds) => void seen.pauses.push(milliseconds),
    ...change,
  };
  return deliverBatch(records(count), delivery).then(() => seen);
};

test("Records without errors are handled once and in order", async () => {
  const seen = await run(5, () => false);
  expect(seen).toMatchObject({ handled: [1, 2, 3, 4, 5], failed: [], positions: [5], pauses: [] });
});

test("Only the record that never succeeds fails, after a limited number of attempts", async () => {
  const seen = await run(100, (number) => number === 37);
  expect(seen.failed).toEqual([37]);
  expect(seen.handled).toEqual(
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
])(
  "A batch whose invocation returns %j is retried completely, with growing pauses, and then fails",
  async (invoked) => {
    const seen = await run(3, () => false, { invoke: async () => invoked, bisectsBatch: false, retries: 3 });
    expect(seen.failed).toEqual([1, 2, 3]);
    expect(seen.pauses).toEqual([100, 200, 400]);
  },
);

test("A sequence number outside the batch fails the complete batch", async () => {
  const invoke = async () => ({ result: { batchItemFailures: [{ itemIdentifier: "99" }] } });
  expect((await run(2, () => false, { invoke, bisectsBatch: false, retries: 1 })).failed).toEqual([1, 2]);
});

test("With any failures, every record is handled in order or fails, and the position never passes an unhandled one", async () => {
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
      close(seen.handled);
      expect(open.size).toBe(0);
      expect(highest).toBe(20);
      expect(seen.handled).toEqual([...seen.handled].sort((one, other) => one - other));
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
])("The filter %j applied to %j returns %p", (pattern, value, expected) => {
  expect(parsePattern(JSON.stringify(pattern))(value)).toBe(expected);
});

test.each([{ a: [{ cidr: "10.0.0.0/8" }] }, { a: [{ numeric: [">", 1] }] }, { a: "text" }])(
  "The unsupported filter %j is rejected",
  (pattern) => {
    expect(() => parsePattern(JSON.stringify(pattern))).toThrow(/filter/);
  },
);
