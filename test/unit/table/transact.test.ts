import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { invalidInput, Problem } from "../../../lib/shared/problem.ts";
import { createTable } from "../../../lib/table/table.ts";
import { deleteAtVersion, idempotentUpdate, insert, type OnConditionFailed, update } from "../../../lib/table/write.ts";
import { cancelled, fakeClient, named } from "../../support/fake-client.ts";
import { fakeRetryRuntime } from "./fake-retry-runtime.ts";

const tableOf = (responses: readonly (object | Error)[]) => {
  const { client, sent } = fakeClient(responses);
  const paused: number[] = [];
  return { table: createTable(client, "t", () => "token-1", fakeRetryRuntime(paused)), sent, paused };
};
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
  const alone = tableOf([]);
  await alone.table.write([one()]);
  const together = tableOf([]);
  await together.table.write([one(), two()]);
  await together.table.write([]);
  expect([...alone.sent, ...together.sent].map(({ name }) => name)).toEqual(["PutCommand", "TransactWriteCommand"]);
});

const change = { update: "SET a = :a", values: { ":a": 1, ":b": 0 }, condition: { expression: "a = :b" } } as const;
const changed = () => idempotentUpdate({ pk: "a", sk: "1" }, change);

test("A single idempotent update is sent without a transaction, another update with one", async () => {
  const alone = tableOf([]);
  await alone.table.write([changed()]);
  const other = tableOf([]);
  await other.table.write([update({ pk: "a", sk: "1" }, change)]);
  await other.table.write([changed(), two()]);
  expect([...alone.sent, ...other.sent].map(({ name }) => name)).toEqual([
    "UpdateCommand",
    "TransactWriteCommand",
    "TransactWriteCommand",
  ]);
  expect(alone.sent[0]?.input).toMatchObject({ UpdateExpression: "SET writtenBy = :writtenBy, a = :a" });
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
    const stuck = tableOf(Array.from({ length: 50 }, () => cancelled(reason, none)));
    await expect(stuck.table.write([one(), two()])).rejects.toMatchObject({ code: "busy", details: { retryAfter: 1 } });
    expect(stuck.sent.length).toBeLessThan(20);
  }
});

test("Pauses between retries are random and grow up to a limit", async () => {
  const { table, paused } = tableOf(Array.from({ length: 50 }, () => cancelled(conflict, none)));
  await expect(table.write([one(), two()])).rejects.toMatchObject({ code: "busy" });
  expect(paused).toEqual([10, 20, 40, 80, 160, 200, 200, 200, 200, 200, 200]);
});

test("Transactions in progress and conflicts are retried and finally fail as busy", async () => {
  for (const name of ["TransactionInProgressException", "TransactionConflictException"]) {
    const transient = tableOf([named(name), named(name), {}]);
    await transient.table.write([one(), two()]);
    expect(transient.sent).toHaveLength(3);
    const stuck = tableOf(Array.from({ length: 50 }, () => named(name)));
    await expect(stuck.table.write([one(), two()])).rejects.toMatchObject({ code: "busy", details: { retryAfter: 1 } });
    const alone = tableOf([named(name), {}]);
    await alone.table.write([one()]);
    expect(alone.sent).toHaveLength(2);
    const stuckAlone = tableOf(Array.from({ length: 50 }, () => named(name)));
    await expect(stuckAlone.table.write([one()])).rejects.toMatchObject({ code: "busy" });
  }
});

test("Network errors fail as busy", async () => {
  const codes = ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"];
  const errors = [
    ...codes.map((code) => Object.assign(new Error(code), { code })),
    new Error("socket hang up"),
    named("TimeoutError"),
    named("AbortError"),
  ];
  for (const error of errors) {
    const responses = { code: "busy", details: { retryAfter: 1 } };
    await expect(tableOf([error]).table.get({ pk: "a", sk: "b" })).rejects.toMatchObject(responses);
    await expect(tableOf([error]).table.getMany([{ pk: "a", sk: "b" }])).rejects.toMatchObject(responses);
    await expect(tableOf([error]).table.query({ partition: "a" })).rejects.toMatchObject(responses);
    await expect(tableOf([error]).table.write([one()])).rejects.toMatchObject(responses);
    await expect(tableOf([error]).table.write([one(), two()])).rejects.toMatchObject(responses);
  }
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

test("Of several failed conditions the one with precedence in the API is thrown", async () => {
  for (const [first, second, response] of [
    ["in-use", "not-found", "not-found"],
    ["in-use", "stale", "stale"],
    ["stale", "not-found", "not-found"],
  ] as const) {
    const { table } = tableOf([cancelled(failed, failed)]);
    await expect(table.write([one(problem(first)), two(problem(second))])).rejects.toMatchObject({ code: response });
  }
});

test("Failed conditions that are input errors are merged", async () => {
  const fault = (pointer: string) => () => invalidInput([{ pointer, code: "unknown-reference" }]);
  const { table } = tableOf([cancelled(failed, failed)]);
  const rejection = await table.write([one(fault("/a")), two(fault("/b"))]).catch((error) => error.details.fieldErrors);
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
  const refusedAfter = (attempts: number) =>
    new ConditionalCheckFailedException({ message: "", $metadata: { attempts }, Item: { writtenBy: { S: "other" } } });
  await expect(tableOf([refusedAfter(2)]).table.write([one()])).rejects.toMatchObject({ code: "busy" });
  await expect(tableOf([refusedAfter(1)]).table.write([one()])).rejects.toMatchObject({ code: "write-conflict" });
});

test("Throttling and timeouts fail as busy; unknown errors are rethrown", async () => {
  for (const name of [
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "TimeoutError",
  ]) {
    await expect(tableOf([named(name)]).table.get({ pk: "a", sk: "b" })).rejects.toMatchObject({ code: "busy" });
    await expect(tableOf([named(name)]).table.write([one()])).rejects.toMatchObject({ code: "busy" });
    await expect(tableOf([named(name)]).table.write([one(), two()])).rejects.toMatchObject({ code: "busy" });
  }
  await expect(tableOf([named("ValidationException")]).table.get({ pk: "a", sk: "b" })).rejects.toThrow(
    "ValidationException",
  );
});

test("Unprocessed keys of a batch are read again and finally fail as busy", async () => {
  const [first, second] = [
    { pk: "a", sk: "1" },
    { pk: "a", sk: "2" },
  ];
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
  const asked = sent.map(({ input }) => (input.RequestItems as Record<string, object>).t);
  expect(asked).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: false }]);
});
