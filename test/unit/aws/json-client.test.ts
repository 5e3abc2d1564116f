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

/** Calls a service that sends these replies. Returns its requests and the result or error of the call. */
const callWith = async (replies: readonly Reply[], call: (endpoint: URL) => Promise<unknown>) => {
  const { endpoint, received, close } = await startReplies(replies);
  try {
    return { response: await call(endpoint), error: undefined, received };
  } catch (error) {
    return { response: undefined, error, received };
  } finally {
    await close();
  }
};
const clientAt = (endpoint: URL) => createTableClient({ endpoint, region, credentials });
const sendWith = (replies: readonly Reply[], command: GetCommand | PutCommand = get) =>
  callWith(replies, (endpoint) => clientAt(endpoint).send<unknown>(command));

/** Headers that differ between attempts, clients and runs. */
const transient = "amz-sdk-invocation-id user-agent x-amz-user-agent authorization host x-amz-date connection";
const lasting = (headers: object) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !transient.split(" ").includes(name)));

test("A request equals that of the SDK's client, with the same signed headers", async () => {
  const ours = await sendWith([{ status: 200, body: {} }]);
  const input = { TableName: "t", Key: { pk: { S: "a" }, sk: { S: "b" } }, ConsistentRead: true };
  const theirs = await callWith([{ status: 200, body: {} }], (endpoint) =>
    new DynamoDBClient({ endpoint: endpoint.href, region, credentials, maxAttempts: sdkAttempts }).send(
      new GetItemCommand(input),
    ),
  );
  const [[mine], [sdks]] = [ours.received, theirs.received];
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

test("Failed calls are retried, each attempt counted and signed", async () => {
  const busy = error(400, "ProvisionedThroughputExceededException");
  const { response, received } = await sendWith([error(500, "InternalServerError"), busy, { status: 200, body: {} }]);
  expect(response).toEqual({ Item: undefined });
  const attempts = [1, 2, 3].map((attempt) => `attempt=${attempt}; max=3`);
  expect(received.map(({ headers }) => headers["amz-sdk-request"])).toEqual(attempts);
  expect(new Set(received.map(({ headers }) => headers["amz-sdk-invocation-id"])).size).toBe(1);
  expect(new Set(received.map(({ headers }) => headers.authorization)).size).toBe(3);
});

test("Errors are those of the SDK, with DynamoDB's details and the number of attempts", async () => {
  const busy = error(400, "ProvisionedThroughputExceededException");
  const stuck = await sendWith([busy, busy, busy]);
  expect(stuck.error).toBeInstanceOf(ProvisionedThroughputExceededException);
  expect(stuck.error).toMatchObject({ $metadata: { attempts: sdkAttempts } });
  const rejection = error(400, "ConditionalCheckFailedException", { Item: { pk: { S: "a" } } });
  const put = new PutCommand({ TableName: "t", Item: { pk: "a", sk: "b" } });
  const conditionFailed = await sendWith([rejection], put);
  expect(conditionFailed.error).toBeInstanceOf(ConditionalCheckFailedException);
  expect(conditionFailed.error).toMatchObject({ Item: { pk: { S: "a" } }, $metadata: { attempts: 1 } });
});

const dynamoDb = { defaultNamespace: "com.amazonaws.dynamodb", serviceTarget: "DynamoDB_20120810" };

test("A call that gets no response in time is aborted", async () => {
  const { error: thrown, received } = await callWith([], (endpoint) => {
    const call = createJsonClient(
      {
        service: "dynamodb",
        protocol: new AwsJson1_0Protocol(dynamoDb),
        maxAttempts: 2,
        requestHandler: { connectionTimeout: 10_000, requestTimeout: 500, throwOnRequestTimeout: true },
      },
      { endpoint, region, credentials },
    );
    return call(GetItem$, { TableName: "t", Key: {} });
  });
  expect(thrown).toMatchObject({ name: "TimeoutError" });
  expect(received).toHaveLength(2);
});

test("Commands convert plain values to DynamoDB's and back in every part of a call", async () => {
  const key = { pk: "a", sk: "b" };
  const encodedKey = { pk: { S: "a" }, sk: { S: "b" } };
  const condition = { ConditionExpression: "n = :n" };
  const encodedValues = { ExpressionAttributeValues: { ":n": { N: "1" } } };
  const values = { ExpressionAttributeValues: { ":n": 1, ":gone": undefined } };
  const plain = { ...key, n: 1 };
  const item = { ...encodedKey, n: { N: "1" } };
  const responses = [
    { Responses: { t: [item] }, UnprocessedKeys: { t: { Keys: [{ pk: { S: "c" }, sk: { S: "d" } }] } } },
    { Items: [item], LastEvaluatedKey: { pk: { S: "a" } } },
    {},
  ].map((body) => ({ status: 200, body }));
  const { response, received } = await callWith(responses, async (endpoint) => {
    const client = clientAt(endpoint);
    return [
      await client.send(new BatchGetCommand({ RequestItems: { t: { Keys: [key], ConsistentRead: true } } })),
      await client.send(new QueryCommand({ TableName: "t", KeyConditionExpression: "n = :n", ...values })),
      await client.send(
        new TransactWriteCommand({
          ClientRequestToken: "token",
          TransactItems: [
            { Put: { TableName: "t", Item: { ...plain, gone: undefined } } },
            { Delete: { TableName: "t", Key: key, ...condition, ...values } },
          ],
        }),
      ),
    ];
  });
  expect(response).toMatchObject([
    { Responses: { t: [plain] }, UnprocessedKeys: { t: { Keys: [{ pk: "c", sk: "d" }] } } },
    { Items: [plain], LastEvaluatedKey: { pk: { S: "a" } } },
    {},
  ]);
  expect(received.map(({ body }) => JSON.parse(body))).toEqual([
    { RequestItems: { t: { Keys: [encodedKey], ConsistentRead: true } } },
    { TableName: "t", KeyConditionExpression: "n = :n", ...encodedValues },
    {
      ClientRequestToken: "token",
      TransactItems: [
        { Put: { TableName: "t", Item: item } },
        { Delete: { TableName: "t", Key: encodedKey, ...condition, ...encodedValues } },
      ],
    },
  ]);
});
