import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { invalidInput, Problem } from "../../../lib/shared/problem.ts";
import { createTable, type Table } from "../../../lib/table/table.ts";
import {
  deleteAtVersion,
  idempotentUpdate,
  insert,
  type Key,
  type OnConditionFailed,
  update,
} from "../../../lib/table/write.ts";
import { cancelled, fakeClient, named } from "../../support/fake-client.ts";
import { fakeRetryRuntime } from "./fake-retry-runtime.ts";

const tableOf = (responses: readonly (object | Error)[]) => {
  const { client, sent } = fakeClient(responses);
  const paused: number[] = [];
  return { table: createTable(client, "t", () => "token-1", fakeRetryRuntime(paused)), sent, paused };
};
const alwaysFailing = (error: Error) => tableOf(Array.from({ length: 50 }, () => error));
const busy = { code: "busy", details: { retryAfter: 1 } };
const one = (onConditionFailed?: OnConditionFailed) => insert({ pk: "a", sk: "1" }, onConditionFailed);
const two = (onConditionFailed?: OnConditionFailed) => insert({ pk: "a", sk: "2" }, onConditionFailed);
const none = { Code: "None" };
const failed = { Code: "ConditionalCheckFailed" };
const conflict = { Code: "TransactionConflict" };
const problem =
  (code: "not-found" | "in-use" | "stale"): OnConditionFailed =>
  () =>
    new Problem(code);

test("A single put is sent without a transaction, two writes with one", async () => {
  const { table, sent } = tableOf([]);
  for (const writes of [[one()], [one(), two()], []]) await table.write(writes);
  expect(sent.map(({ name }) => name)).toEqual(["PutCommand", "TransactWriteCommand"]);
});

const change = { update: "SET a = :a", values: { ":a": 1, ":b": 0 }, condition: { expression: "a = :b" } } as const;
const changed = () => idempotentUpdate({ pk: "a", sk: "1" }, change);

test("A single idempotent update is sent without a transaction, another update with one", async () => {
  const { table, sent } = tableOf([]);
  for (const writes of [[changed()], [update({ pk: "a", sk: "1" }, change)], [changed(), two()]])
    await table.write(writes);
  expect(sent.map(({ name }) => name)).toEqual(["UpdateCommand", "TransactWriteCommand", "TransactWriteCommand"]);
  expect(sent[0]?.input).toMatchObject({ UpdateExpression: "SET writtenBy = :writtenBy, a = :a" });
});

test("A conflicting transaction is retried with the same token", async () => {
  const { table, sent } = tableOf([cancelled(none, conflict), cancelled(conflict, none), {}]);
  await table.write([one(), two()]);
  expect(sent.map(({ input }) => input.ClientRequestToken)).toEqual(["token-1", "token-1", "token-1"]);
});

test("A throttled transaction is retried and finally fails as busy", async () => {
  const { table } = tableOf([cancelled({ Code: "ThrottlingError" }, none), {}]);
  await table.write([one(), two()]);
  for (const reason of [conflict, { Code: "ThrottlingError" }, { Code: "ProvisionedThroughputExceeded" }]) {
    const stuck = alwaysFailing(cancelled(reason, none));
    await expect(stuck.table.write([one(), two()])).rejects.toMatchObject(busy);
    expect(stuck.sent.length).toBeLessThan(20);
  }
});

test("Pauses between retries are random and grow up to a limit", async () => {
  const { table, paused } = alwaysFailing(cancelled(conflict, none));
  await expect(table.write([one(), two()])).rejects.toMatchObject(busy);
  expect(paused).toEqual([10, 20, 40, 80, 160, 200, 200, 200, 200, 200, 200]);
});

test.each(["TransactionInProgressException", "TransactionConflictException"])(
  "Writes that fail by %s are retried and finally fail as busy",
  async (name) => {
    for (const writes of [[one()], [one(), two()]]) {
      const { table, sent } = tableOf([named(name), named(name), {}]);
      await table.write(writes);
      expect(sent).toHaveLength(3);
      await expect(alwaysFailing(named(name)).table.write(writes)).rejects.toMatchObject(busy);
    }
  },
);

const withCode = (code: string) => Object.assign(new Error(code), { code });
const throttling = ["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"];

const operations: ((table: Table) => Promise<unknown>)[] = [
  (table) => table.get({ pk: "a", sk: "b" }),
  (table) => table.getMany([{ pk: "a", sk: "b" }]),
  (table) => table.query({ partition: "a" }),
  (table) => table.write([one()]),
  (table) => table.write([one(), two()]),
];

const transientErrors = [
  ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"].map(withCode),
  ...[...throttling, "TimeoutError", "AbortError"].map(named),
  new Error("socket hang up"),
].map((error) => ({ message: error.message, error }));

test.each(transientErrors)("An operation that fails by $message fails as busy without a retry", async ({ error }) => {
  for (const operation of operations) {
    const { table, sent } = tableOf([error]);
    await expect(operation(table)).rejects.toMatchObject(busy);
    expect(sent).toHaveLength(1);
  }
});

test("Unknown errors are rethrown", async () => {
  const { table } = tableOf([named("ValidationException")]);
  await expect(table.get({ pk: "a", sk: "b" })).rejects.toThrow("ValidationException");
});

test("A failed condition throws its problem, which receives the existing item", async () => {
  const seen: unknown[] = [];
  const onConditionFailed: OnConditionFailed = (old) => {
    seen.push(old);
    return new Problem("in-use");
  };
  const { table } = tableOf([cancelled(none, { ...failed, Item: { pk: { S: "a" }, id: { S: "x" } } })]);
  await expect(table.write([one(), two(onConditionFailed)])).rejects.toMatchObject({ code: "in-use" });
  expect(seen).toEqual([{ pk: "a", id: "x" }]);
});

test.each([
  ["in-use", "not-found", "not-found"],
  ["in-use", "stale", "stale"],
  ["stale", "not-found", "not-found"],
] as const)("Of the failed conditions %s and %s the error is %s", async (first, second, code) => {
  const { table } = tableOf([cancelled(failed, failed)]);
  await expect(table.write([one(problem(first)), two(problem(second))])).rejects.toMatchObject({ code });
});

test("Failed conditions that are input errors are merged", async () => {
  const failure = (pointer: string) => () => invalidInput([{ pointer, code: "unknown-reference" }]);
  const { table } = tableOf([cancelled(failed, failed)]);
  const rejection = await table
    .write([one(failure("/a")), two(failure("/b"))])
    .catch((error) => error.details.fieldErrors);
  expect(rejection.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/a", "/b"]);
});

test("A failed condition takes precedence over a conflict", async () => {
  const { table, sent } = tableOf([cancelled(conflict, failed)]);
  await expect(table.write([one(), two(problem("in-use"))])).rejects.toMatchObject({ code: "in-use" });
  expect(sent).toHaveLength(1);
});

test("A put or update whose response was lost recognizes its own write on retry", async () => {
  const exception = (writtenBy: string) =>
    new ConditionalCheckFailedException({ message: "", $metadata: {}, Item: { writtenBy: { S: writtenBy } } });
  for (const write of [one(), changed()]) {
    await expect(tableOf([exception("token-1")]).table.write([write])).resolves.toBeUndefined();
    await expect(tableOf([exception("other")]).table.write([write])).rejects.toMatchObject({ code: "write-conflict" });
  }
});

test("A put retried by the SDK that finds another item fails as busy, since it may have succeeded before", async () => {
  const failedAfter = (attempts: number) =>
    new ConditionalCheckFailedException({ message: "", $metadata: { attempts }, Item: { writtenBy: { S: "other" } } });
  await expect(tableOf([failedAfter(2)]).table.write([one()])).rejects.toMatchObject({ code: "busy" });
  await expect(tableOf([failedAfter(1)]).table.write([one()])).rejects.toMatchObject({ code: "write-conflict" });
});

test("Unprocessed keys of a batch are read again and finally fail as busy", async () => {
  const [first, second] = ["1", "2"].map((sk) => ({ pk: "a", sk })) as [Key, Key];
  const left = { Responses: { t: [first] }, UnprocessedKeys: { t: { Keys: [second] } } };
  const { table, sent } = tableOf([left, { Responses: { t: [second] } }]);
  expect(await table.getMany([second, first, second])).toEqual([second, first, second]);
  expect(sent).toHaveLength(2);
  const stuck = tableOf(Array.from({ length: 50 }, () => left));
  await expect(stuck.table.getMany([first, second])).rejects.toMatchObject({ code: "busy" });
});

test("A delete has the expected version as its condition", async () => {
  const { table, sent } = tableOf([]);
  await table.write([deleteAtVersion({ pk: "a", sk: "b" }, 3)]);
  expect(JSON.stringify(sent[0]?.input)).toContain('":version":3');
});

test("A batch get is eventually consistent on request", async () => {
  const { table, sent } = tableOf([]);
  await table.getMany([{ pk: "a", sk: "1" }]);
  await table.getMany([{ pk: "a", sk: "1" }], { consistency: "eventual" });
  const requested = sent.map(({ input }) => (input.RequestItems as Record<string, object>).t);
  expect(requested).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: false }]);
});
