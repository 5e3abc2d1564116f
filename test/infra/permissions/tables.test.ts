import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import {
  BatchGetItemCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { LocalServer } from "../../../infra/local/listen.ts";
import { createPermissions } from "../../../infra/local/permissions/permissions.ts";
import { requiredActions } from "../../../infra/local/tables/required-actions.ts";
import { startTableProxy } from "../../../infra/local/tables/table-proxy.ts";
import { addCaller, allow } from "./fixtures.ts";

const arn = "arn:aws:dynamodb:ap-southeast-1:000000000000:table/t";
const permissions = createPermissions();
const { credentials } = addCaller(
  permissions,
  "fn",
  allow(["dynamodb:GetItem", "dynamodb:PutItem"], arn),
  allow("dynamodb:Query", `${arn}/index/byTenant`),
);

/** A fake engine that records its requests. */
const reached: string[] = [];
const logged: string[] = [];
let engine: Server;
let guard: LocalServer;
let client: DynamoDBClient;
beforeAll(async () => {
  engine = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    reached.push(`${request.headers["x-amz-target"]} ${Buffer.concat(chunks).length}`);
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((done) => engine.once("listening", done));
  const { port } = engine.address() as AddressInfo;
  guard = await startTableProxy(`http://127.0.0.1:${port}`, permissions, (line) => logged.push(line));
  client = clientOf(credentials);
});
afterAll(async () => {
  client.destroy();
  await guard.close();
  engine.close();
});
beforeEach(() => {
  reached.length = 0;
  logged.length = 0;
});

const clientOf = (key: { accessKeyId: string; secretAccessKey: string }) =>
  new DynamoDBClient({ endpoint: guard.url, region: "ap-southeast-1", credentials: key, maxAttempts: 1 });
const Key = { pk: { S: "a" } };
const TableName = "t";

test("An allowed request reaches the engine unchanged, and its response is returned", async () => {
  expect((await client.send(new GetItemCommand({ TableName, Key }))).Item).toBeUndefined();
  expect(reached).toEqual([`DynamoDB_20120810.GetItem ${JSON.stringify({ TableName, Key }).length}`]);
});

test("A large request in many packets reaches the engine completely", async () => {
  const Item = { pk: { S: "a" }, text: { S: "ế".repeat(130_000) } };
  await client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
  expect(Number(reached[0]?.split(" ")[1])).toBeGreaterThan(390_000);
});

test("A denied request gets the error of DynamoDB, and the connection can be used again", async () => {
  await expect(client.send(new BatchGetItemCommand({ RequestItems: { t: { Keys: [Key] } } }))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(`not authorized to perform: dynamodb:BatchGetItem on resource: ${arn} because`),
    $metadata: { httpStatusCode: 400 },
  });
  await client.send(new GetItemCommand({ TableName, Key }));
  expect(reached).toHaveLength(1);
});

test("A query needs permission for its index, or for the table without an index", async () => {
  const query = { TableName, KeyConditionExpression: "a = b" };
  await client.send(new QueryCommand({ ...query, IndexName: "byTenant" }));
  await expect(client.send(new QueryCommand({ ...query, IndexName: "byUnit" }))).rejects.toThrow(/index\/byUnit/);
  await expect(client.send(new QueryCommand(query))).rejects.toThrow(/dynamodb:Query/);
  expect(reached).toHaveLength(1);
});

test("A transaction is rejected when one of its parts is denied", async () => {
  const Update = { TableName, Key, UpdateExpression: "SET a = b" };
  const parts = [{ Put: { TableName, Item: Key } }, { Update }];
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: parts }))).rejects.toThrow(/UpdateItem/);
  expect(reached).toEqual([]);
});

test("Each part of a transaction needs its own permission", () => {
  const parts = ["Put", "Update", "Delete", "ConditionCheck"].map((part) => ({ [part]: { TableName } }));
  const requests = requiredActions.TransactWriteItems?.({ TransactItems: [...parts, ...parts] });
  expect(requests?.map(({ action }) => action)).toEqual([
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
  ]);
});

test("An unknown access key is rejected", async () => {
  const stranger = clientOf({ ...credentials, accessKeyId: "local" });
  await expect(stranger.send(new GetItemCommand({ TableName, Key }))).rejects.toThrow(
    expect.objectContaining({ name: "UnrecognizedClientException" }),
  );
  stranger.destroy();
});

test("An unsupported operation is rejected with its name", async () => {
  await expect(client.send(new ListTablesCommand({}))).rejects.toThrow(/ListTables is not supported/);
});

/** Sends raw bytes; returns what was received until the connection was closed. */
const send = async (text: string) =>
  new Promise<string>((done) => {
    let received = "";
    const socket = connect(guard.port, "127.0.0.1", () => socket.write(text));
    socket
      .setEncoding("utf8")
      .on("data", (data: string) => {
        received += data;
      })
      .on("close", () => done(received));
  });

test.each([
  ["another method", "GET / HTTP/1.1\r\n\r\n"],
  ["a length that is there twice", "POST / HTTP/1.1\r\ncontent-length: 2\r\nContent-Length: 3\r\n\r\n{}"],
  ["a body in chunks", "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["a folded header", "POST / HTTP/1.1\r\na: b\r\n c: d\r\ncontent-length: 0\r\n\r\n"],
  ["headers without an end", `POST / HTTP/1.1\r\n${"a".repeat(40_000)}`],
])("A request with %s, which could be interpreted differently, closes the connection", async (_, text) => {
  expect(await send(text)).toBe("");
  expect(reached).toEqual([]);
  expect(logged).toHaveLength(1);
});
