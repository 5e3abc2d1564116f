import { ScanCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { GetCommand, PutCommand, TransactWriteCommand } from "../../../lib/table/commands.ts";
import { MemoryEngine } from "../../support/memory-engine/engine.ts";
import { recordOf, shardOf } from "../../support/memory-engine/stream.ts";

const TableName = "t";
const put = (Item: object) => ({ Put: { TableName, Item } });
const transaction = (TransactItems: TransactWriteCommandInput["TransactItems"], ClientRequestToken?: string) =>
  new TransactWriteCommand({ TransactItems, ClientRequestToken });
const codeOf = (run: () => unknown) => {
  try {
    run();
    return "done";
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
};

test("The memory engine accepts 100 actions in a transaction, and each item once", () => {
  const engine = new MemoryEngine();
  const puts = (count: number) => Array.from({ length: count }, (_, i) => put({ pk: "a", sk: `${i}` }));
  expect(codeOf(() => engine.send(transaction(puts(100))))).toBe("done");
  expect(codeOf(() => engine.send(transaction(puts(101))))).toBe("ValidationException");
  expect(codeOf(() => engine.send(transaction([...puts(1), ...puts(1)])))).toBe("ValidationException");
});

test("The memory engine rejects items over 400 KB", () => {
  const engine = new MemoryEngine();
  const item = (size: number) => new PutCommand({ TableName, Item: { pk: "a", sk: "b", text: "x".repeat(size) } });
  expect(codeOf(() => engine.send(item(409_000)))).toBe("done");
  expect(codeOf(() => engine.send(item(409_600)))).toBe("ValidationException");
});

test("A repeated client token executes a transaction once, and another transaction with it fails", () => {
  const engine = new MemoryEngine();
  const values = { ExpressionAttributeValues: { ":one": 1 } };
  const add = { Update: { TableName, Key: { pk: "a", sk: "b" }, UpdateExpression: "ADD n :one", ...values } };
  engine.send(transaction([add], "token"));
  engine.send(transaction([add], "token"));
  expect(engine.send(new GetCommand({ TableName, Key: { pk: "a", sk: "b" } }))).toMatchObject({ Item: { n: 1 } });
  expect(codeOf(() => engine.send(transaction([add, put({ pk: "c", sk: "d" })], "token")))).toBe(
    "IdempotentParameterMismatchException",
  );
});

test("The stream has every change with both images, in order, and none for a write that changes nothing", () => {
  const engine = new MemoryEngine();
  const item = (n: number) => new PutCommand({ TableName, Item: { pk: "a", sk: "b", n, expiresAt: 5 } });
  for (const n of [1, 1, 2]) engine.send(item(n));
  engine.expire(4);
  engine.expire(5);
  const records = engine.changes.map(recordOf);
  expect(records.map(({ eventName }) => eventName)).toEqual(["INSERT", "MODIFY", "REMOVE"]);
  expect(records[1]?.dynamodb).toMatchObject({ OldImage: { n: { N: "1" } }, NewImage: { n: { N: "2" } } });
  expect(records[2]).toMatchObject({ userIdentity: { principalId: "dynamodb.amazonaws.com" } });
  expect(new Set(engine.changes.map(shardOf)).size).toBe(1);
});

test("The memory engine rejects unsupported parameters by name", () => {
  const engine = new MemoryEngine();
  expect(() => engine.send(new ScanCommand({ TableName }))).toThrow("does not know ScanCommand");
  const odd = new PutCommand({ TableName, Item: { pk: "a", sk: "b" }, ConditionExpression: "contains(pk, :a)" });
  expect(() => engine.send(odd)).toThrow("does not know");
  expect(() => engine.send(new PutCommand({ TableName, Item: { pk: "a", sk: "b", set: new Set([1]) } }))).toThrow(
    "does not know",
  );
});
