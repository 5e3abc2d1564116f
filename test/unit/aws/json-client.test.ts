import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItem$,
  GetItemCommand,
  ProvisionedThroughputExceededException,
} from "@aws-sdk/client-dynamodb";
import { AwsJson1_0Protocol } from "@aws-sdk/core/protocols";
import { createJsonClient } from "../../../lib/aws/json-client.ts";
import { createTableClient } from "../../../lib/table/client.ts";
import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from "../../../lib/table/commands.ts";
import { sdkAttempts } from "../../../lib/table/retry.ts";
import { type Reply, startReplies } from "./replies.ts";

const region = "ap-southeast-1";
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret", sessionToken: "session" };
const get = new GetCommand({ TableName: "t", Key: { pk: "a", sk: "b" }, ConsistentRead: true });
const error = (status: number, name: string, more: object = {}): Reply => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name, ...more },
});

/** What a service hears that gives these replies, and what came of the command. */
const ask = async (replies: readonly Reply[], send: (endpoint: URL) => Promise<unknown>) => {
  const { endpoint, heard, close } = await startReplies(replies);
  try {
    const outcome = await send(endpoint).then(
      (answer) => ({ answer, error: undefined }),
      (thrown: unknown) => ({ answer: undefined, error: thrown }),
    );
    return { ...outcome, heard };
  } finally {
    await close();
  }
};
const through = (endpoint: URL) => createTableClient({ endpoint, region, credentials });

/** What tells one try from another, one client from another, or one run's port and second from another's. */
const passing = [
  "amz-sdk-invocation-id",
  "user-agent",
  "x-amz-user-agent",
  "authorization",
  "host",
  "x-amz-date",
  "connection",
];
const lasting = (headers: object) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !passing.includes(name)));

test("A call is the one that the SDK's own client makes, signed for the same headers", async () => {
  const ours = await ask([{ status: 200, body: {} }], (endpoint) => through(endpoint).send(get));
  const input = { TableName: "t", Key: { pk: { S: "a" }, sk: { S: "b" } }, ConsistentRead: true };
  const theirs = await ask([{ status: 200, body: {} }], (endpoint) =>
    new DynamoDBClient({ endpoint: endpoint.href, region, credentials, maxAttempts: sdkAttempts }).send(
      new GetItemCommand(input),
    ),
  );
  const [[mine], [sdks]] = [ours.heard, theirs.heard];
  expect({ ...mine, body: JSON.parse(mine?.body ?? ""), headers: lasting(mine?.headers ?? {}) }).toEqual({
    ...sdks,
    body: JSON.parse(sdks?.body ?? ""),
    headers: { ...lasting(sdks?.headers ?? {}), "content-length": mine?.headers["content-length"] },
  });
  const signedOf = (authorization: string | undefined) =>
    /Credential=([^,]+), SignedHeaders=([^,]+)/.exec(authorization ?? "")?.slice(1);
  expect(signedOf(mine?.headers.authorization)).toEqual(
    signedOf(sdks?.headers.authorization)?.map((part) => part.replace(/;x-amz-user-agent|x-amz-user-agent;/, "")),
  );
});

test("What fails at the service is tried again, each try counted and signed, and comes through", async () => {
  const busy = error(400, "ProvisionedThroughputExceededException");
  const { answer, heard } = await ask(
    [error(500, "InternalServerError"), busy, { status: 200, body: {} }],
    (endpoint) => through(endpoint).send(get),
  );
  expect(answer).toEqual({ Item: undefined });
  expect(heard.map(({ headers }) => headers["amz-sdk-request"])).toEqual([
    "attempt=1; max=3",
    "attempt=2; max=3",
    "attempt=3; max=3",
  ]);
  expect(new Set(heard.map(({ headers }) => headers["amz-sdk-invocation-id"])).size).toBe(1);
  expect(new Set(heard.map(({ headers }) => headers.authorization)).size).toBe(3);
});

test("Errors are those of the SDK, with what DynamoDB says of them and how often it was tried", async () => {
  const busy = error(400, "ProvisionedThroughputExceededException");
  const stuck = await ask([busy, busy, busy], (endpoint) => through(endpoint).send(get));
  expect(stuck.error).toBeInstanceOf(ProvisionedThroughputExceededException);
  expect(stuck.error).toMatchObject({ $metadata: { attempts: sdkAttempts } });
  const refusal = error(400, "ConditionalCheckFailedException", { Item: { pk: { S: "a" } } });
  const put = new PutCommand({ TableName: "t", Item: { pk: "a", sk: "b" } });
  const refused = await ask([refusal], (endpoint) => through(endpoint).send(put));
  expect(refused.error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(refused.error).toMatchObject({ Item: { pk: { S: "a" } }, $metadata: { attempts: 1 } });
});

test("A service that does not answer in time is given up", async () => {
  const { error: given, heard } = await ask([], (endpoint) => {
    const call = createJsonClient(
      {
        service: "dynamodb",
        protocol: new AwsJson1_0Protocol({
          defaultNamespace: "com.amazonaws.dynamodb",
          serviceTarget: "DynamoDB_20120810",
        }),
        maxAttempts: 2,
        requestHandler: { connectionTimeout: 1_000, requestTimeout: 30, throwOnRequestTimeout: true },
      },
      { endpoint, region, credentials },
    );
    return call(GetItem$, { TableName: "t", Key: {} });
  });
  expect(given).toMatchObject({ name: "TimeoutError" });
  expect(heard).toHaveLength(2);
});

test("Commands speak DynamoDB's values wherever a call holds some, and plain ones to who asks", async () => {
  const item = { pk: { S: "a" }, sk: { S: "b" }, n: { N: "1" } };
  const plain = { pk: "a", sk: "b", n: 1 };
  const key = { pk: "a", sk: "b" };
  const values = { ":n": 1, ":gone": undefined };
  const answers = [
    { Responses: { t: [item] }, UnprocessedKeys: { t: { Keys: [{ pk: { S: "c" }, sk: { S: "d" } }] } } },
    { Items: [item], LastEvaluatedKey: { pk: { S: "a" } } },
    {},
  ].map((body) => ({ status: 200, body }));
  const { answer, heard } = await ask(answers, async (endpoint) => {
    const client = through(endpoint);
    return [
      await client.send(new BatchGetCommand({ RequestItems: { t: { Keys: [key], ConsistentRead: true } } })),
      await client.send(
        new QueryCommand({ TableName: "t", KeyConditionExpression: "n = :n", ExpressionAttributeValues: values }),
      ),
      await client.send(
        new TransactWriteCommand({
          ClientRequestToken: "token",
          TransactItems: [
            { Put: { TableName: "t", Item: { ...plain, gone: undefined } } },
            { Delete: { TableName: "t", Key: key, ConditionExpression: "n = :n", ExpressionAttributeValues: values } },
          ],
        }),
      ),
    ];
  });
  expect(answer).toMatchObject([
    { Responses: { t: [plain] }, UnprocessedKeys: { t: { Keys: [{ pk: "c", sk: "d" }] } } },
    { Items: [plain], LastEvaluatedKey: { pk: { S: "a" } } },
    {},
  ]);
  const sent = { pk: { S: "a" }, sk: { S: "b" } };
  expect(heard.map(({ body }) => JSON.parse(body))).toEqual([
    { RequestItems: { t: { Keys: [sent], ConsistentRead: true } } },
    { TableName: "t", KeyConditionExpression: "n = :n", ExpressionAttributeValues: { ":n": { N: "1" } } },
    {
      ClientRequestToken: "token",
      TransactItems: [
        { Put: { TableName: "t", Item: item } },
        {
          Delete: {
            TableName: "t",
            Key: sent,
            ConditionExpression: "n = :n",
            ExpressionAttributeValues: { ":n": { N: "1" } },
          },
        },
      ],
    },
  ]);
});
