import { DynamoDBClient, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { deleteExpired } from "../../../infra/local/tables/expiry.ts";
import { startTable, type TestTable } from "../../support/table.ts";

let engine: TestTable;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = await startTable();
  client = new DynamoDBClient(engine);
});
afterAll(async () => {
  client.destroy();
  await engine.close();
});

const now = 1_700_000_000;
const table = () => ({ name: engine.tableName, keys: ["pk", "sk"], attribute: "expiresAt" });
const put = (sk: string, more: Record<string, { N: string } | { S: string }> = {}) =>
  client.send(new PutItemCommand({ TableName: engine.tableName, Item: { pk: { S: "A" }, sk: { S: sk }, ...more } }));
const remaining = async () => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: engine.tableName }));
  return Items.map(({ sk }) => sk?.S).sort();
};

test("Only expired items are deleted, not those without a valid time or expired more than five years ago", async () => {
  await put("expired", { expiresAt: { N: String(now) } });
  await put("long expired", { expiresAt: { N: String(now - 86_400) } });
  await put("not yet expired", { expiresAt: { N: String(now + 1) } });
  await put("without expiry");
  await put("no number", { expiresAt: { S: String(now - 1) } });
  await put("ignored", { expiresAt: { N: String(now - 6 * 365 * 86_400) } });
  expect(await deleteExpired(client, table(), { now })).toBe(2);
  expect(await remaining()).toEqual(["ignored", "no number", "not yet expired", "without expiry"]);
  expect(await deleteExpired(client, table(), { now })).toBe(0);
});

test("A stopped scan deletes nothing more", async () => {
  await put("expired again", { expiresAt: { N: String(now) } });
  expect(await deleteExpired(client, table(), { now, signal: AbortSignal.abort() })).toBe(0);
  expect(await remaining()).toContain("expired again");
});

test("An item whose expiry time is extended after the scan is not deleted", async () => {
  await put("renewed", { expiresAt: { N: String(now) } });
  const renewing = {
    send: async (command: object) => {
      const response = await client.send(command as ScanCommand);
      if (command instanceof ScanCommand) await put("renewed", { expiresAt: { N: String(now + 60) } });
      return response;
    },
  };
  const proxy = new Proxy(client, {
    get: (target, name) => (name === "send" ? renewing.send : Reflect.get(target, name)),
  });
  await deleteExpired(proxy, table(), { now });
  expect(await remaining()).toContain("renewed");
});
