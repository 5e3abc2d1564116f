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
const standing = async () => {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: engine.tableName }));
  return Items.map(({ sk }) => sk?.S).sort();
};

test("What has expired goes; what has not, says no time, or is long forgotten stays", async () => {
  await put("expired", { expiresAt: { N: String(now) } });
  await put("long expired", { expiresAt: { N: String(now - 86_400) } });
  await put("awaited", { expiresAt: { N: String(now + 1) } });
  await put("for ever");
  await put("no number", { expiresAt: { S: String(now - 1) } });
  await put("forgotten", { expiresAt: { N: String(now - 6 * 365 * 86_400) } });
  expect(await deleteExpired(client, table(), now)).toBe(2);
  expect(await standing()).toEqual(["awaited", "for ever", "forgotten", "no number"]);
  expect(await deleteExpired(client, table(), now)).toBe(0);
});

test("A sweep that is to end deletes nothing more", async () => {
  await put("expired again", { expiresAt: { N: String(now) } });
  expect(await deleteExpired(client, table(), now, AbortSignal.abort())).toBe(0);
  expect(await standing()).toContain("expired again");
});

test("An item that was given more time since it was looked at stays", async () => {
  await put("renewed", { expiresAt: { N: String(now) } });
  const renewing = {
    send: async (command: object) => {
      const answer = await client.send(command as ScanCommand);
      if (command instanceof ScanCommand) await put("renewed", { expiresAt: { N: String(now + 60) } });
      return answer;
    },
  };
  const proxy = new Proxy(client, {
    get: (target, name) => (name === "send" ? renewing.send : Reflect.get(target, name)),
  });
  await deleteExpired(proxy, table(), now);
  expect(await standing()).toContain("renewed");
});
