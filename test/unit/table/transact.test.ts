import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { invalidInput, Problem } from "../../../lib/shared/problem.ts";
import { createTable } from "../../../lib/table/table.ts";
import { deleteAtVersion, idempotentUpdate, insert, type OnConditionFailed, update } from "../../../lib/table/write.ts";
import { cancelled, fakeClient, named } from "../../support/fake-client.ts";
import { stillPatience } from "./still-patience.ts";

const tableOf = (answers: readonly (object | Error)[]) => {
  const { client, sent } = fakeClient(answers);
  const paused: number[] = [];
  return { table: createTable(client, "t", () => "token-1", stillPatience(paused)), sent, paused };
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

test("A single put is written without a transaction, two writes with one", async () => {
  const alone = tableOf([]);
  await alone.table.write([one()]);
  const together = tableOf([]);
  await together.table.write([one(), two()]);
  await together.table.write([]);
  expect([...alone.sent, ...together.sent].map(({ name }) => name)).toEqual(["PutCommand", "TransactWriteCommand"]);
});

const change = { update: "SET a = :a", values: { ":a": 1, ":b": 0 }, condition: { expression: "a = :b" } } as const;
const changed = () => idempotentUpdate({ pk: "a", sk: "1" }, change);

test("An update that its own work refuses needs no transaction alone, any other does", async () => {
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

test("A transaction that met another is tried again with the same token", async () => {
  const { table, sent } = tableOf([cancelled(none, conflict), cancelled(conflict, none), {}]);
  await table.write([one(), two()]);
  expect(sent.map(({ input }) => input.ClientRequestToken)).toEqual(["token-1", "token-1", "token-1"]);
});

test("A throttled transaction is tried again, and in the end is busy, never an internal error", async () => {
  const { table } = tableOf([cancelled({ Code: "ThrottlingError" }, none), {}]);
  await table.write([one(), two()]);
  for (const reason of [conflict, { Code: "ThrottlingError" }, { Code: "ProvisionedThroughputExceeded" }]) {
    const stuck = tableOf(Array.from({ length: 50 }, () => cancelled(reason, none)));
    await expect(stuck.table.write([one(), two()])).rejects.toMatchObject({ code: "busy", details: { retryAfter: 1 } });
    expect(stuck.sent.length).toBeLessThan(20);
  }
});

test("Who waits for another write waits a time that chance decides, longer from try to try, up to a limit", async () => {
  const { table, paused } = tableOf(Array.from({ length: 50 }, () => cancelled(conflict, none)));
  await expect(table.write([one(), two()])).rejects.toMatchObject({ code: "busy" });
  expect(paused).toEqual([10, 20, 40, 80, 160, 200, 200, 200, 200, 200, 200]);
});

test("What is still under way, or another write holds, is tried again and in the end busy", async () => {
  for (const name of ["TransactionInProgressException", "TransactionConflictException"]) {
    const passing = tableOf([named(name), named(name), {}]);
    await passing.table.write([one(), two()]);
    expect(passing.sent).toHaveLength(3);
    const stuck = tableOf(Array.from({ length: 50 }, () => named(name)));
    await expect(stuck.table.write([one(), two()])).rejects.toMatchObject({ code: "busy", details: { retryAfter: 1 } });
    const alone = tableOf([named(name), {}]);
    await alone.table.write([one()]);
    expect(alone.sent).toHaveLength(2);
    const stuckAlone = tableOf(Array.from({ length: 50 }, () => named(name)));
    await expect(stuckAlone.table.write([one()])).rejects.toMatchObject({ code: "busy" });
  }
});

test("A network that carries no call, or not its answer, makes the table busy", async () => {
  const codes = ["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN"];
  const errors = [
    ...codes.map((code) => Object.assign(new Error(code), { code })),
    new Error("socket hang up"),
    named("TimeoutError"),
    named("AbortError"),
  ];
  for (const error of errors) {
    const answers = { code: "busy", details: { retryAfter: 1 } };
    await expect(tableOf([error]).table.get({ pk: "a", sk: "b" })).rejects.toMatchObject(answers);
    await expect(tableOf([error]).table.getMany([{ pk: "a", sk: "b" }])).rejects.toMatchObject(answers);
    await expect(tableOf([error]).table.query({ partition: "a" })).rejects.toMatchObject(answers);
    await expect(tableOf([error]).table.write([one()])).rejects.toMatchObject(answers);
    await expect(tableOf([error]).table.write([one(), two()])).rejects.toMatchObject(answers);
  }
});

test("A condition that failed says what it means, and what stood there is told", async () => {
  const seen: unknown[] = [];
  const onConditionFailed: OnConditionFailed = (old) => {
    seen.push(old);
    return new Problem("in-use");
  };
  const { table } = tableOf([cancelled(none, { ...failed, Item: { pk: { S: "a" }, id: { S: "x" } } })]);
  await expect(table.write([one(), two(onConditionFailed)])).rejects.toMatchObject({ code: "in-use" });
  expect(seen).toEqual([{ pk: "a", id: "x" }]);
});

test("Of several refusals the one that the API looks at first is the answer", async () => {
  for (const [first, second, answer] of [
    ["in-use", "not-found", "not-found"],
    ["in-use", "stale", "stale"],
    ["stale", "not-found", "not-found"],
  ] as const) {
    const { table } = tableOf([cancelled(failed, failed)]);
    await expect(table.write([one(problem(first)), two(problem(second))])).rejects.toMatchObject({ code: answer });
  }
});

test("Refusals that are faults of the input are named together", async () => {
  const fault = (pointer: string) => () => invalidInput([{ pointer, code: "unknown-reference" }]);
  const { table } = tableOf([cancelled(failed, failed)]);
  const refusal = await table.write([one(fault("/a")), two(fault("/b"))]).catch((error) => error.details.fieldErrors);
  expect(refusal.map(({ pointer }: { pointer: string }) => pointer)).toEqual(["/a", "/b"]);
});

test("A failed condition counts more than a conflict beside it", async () => {
  const { table, sent } = tableOf([cancelled(conflict, failed)]);
  await expect(table.write([one(), two(problem("in-use"))])).rejects.toMatchObject({ code: "in-use" });
  expect(sent).toHaveLength(1);
});

test("A put or an update whose first answer was lost knows its own work again", async () => {
  const exception = (writtenBy: string) =>
    new ConditionalCheckFailedException({ message: "", $metadata: {}, Item: { writtenBy: { S: writtenBy } } });
  for (const write of [one(), changed()]) {
    await expect(tableOf([exception("token-1")]).table.write([write])).resolves.toBeUndefined();
    await expect(tableOf([exception("other")]).table.write([write])).rejects.toMatchObject({ code: "write-conflict" });
  }
});

test("A put that the SDK has tried again, and that met another's work, is not refused: it may have been done before", async () => {
  const refusedAfter = (attempts: number) =>
    new ConditionalCheckFailedException({ message: "", $metadata: { attempts }, Item: { writtenBy: { S: "other" } } });
  await expect(tableOf([refusedAfter(2)]).table.write([one()])).rejects.toMatchObject({ code: "busy" });
  await expect(tableOf([refusedAfter(1)]).table.write([one()])).rejects.toMatchObject({ code: "write-conflict" });
});

test("Throttling and silence of the table are busy; what we did not foresee stays what it is", async () => {
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

test("Keys a batch left unread are asked for again, and in the end the table is busy", async () => {
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

test("A delete states the version it saw", async () => {
  const { table, sent } = tableOf([]);
  await table.write([deleteAtVersion({ pk: "a", sk: "b" }, 3)]);
  expect(JSON.stringify(sent[0]?.input)).toContain('":version":3');
});

test("Many keys are read as they were written last, unless they may lag", async () => {
  const { table, sent } = tableOf([]);
  await table.getMany([{ pk: "a", sk: "1" }]);
  await table.getMany([{ pk: "a", sk: "1" }], { consistency: "eventual" });
  const asked = sent.map(({ input }) => (input.RequestItems as Record<string, object>).t);
  expect(asked).toMatchObject([{ ConsistentRead: true }, { ConsistentRead: false }]);
});
