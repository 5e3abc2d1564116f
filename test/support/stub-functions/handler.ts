import { createHash } from "node:crypto";
import { DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

/**
 * The code of every function of the stub stack, which tests the local runtime without the domain: it stores items, records
 * events under `SEEN`, signs uploads and issues tokens. A change whose name contains `work` is published and queued, and
 * recorded under `DONE` when it is received from the queue.
 */
type Event = {
  Records?: {
    eventName: string;
    dynamodb?: { Keys: { sk: { S: string } } };
    s3?: { object: { key: string } };
    body?: string;
  }[];
  requestContext: { http: { method: string; path: string } };
  body?: string;
};

const table = new DynamoDBClient();
const keys = new KMSClient();
const queues = new SQSClient();
const events = new EventBridgeClient();
const { TABLE_NAME: TableName, SIGNING_KEY_IDS: KeyId, TOKEN_ISSUER: issuer } = process.env;
const { WEBHOOK_DELIVERY_QUEUE_URL: QueueUrl, EVENT_BUS_NAME: EventBusName } = process.env;
const keyId = "stub";

const put = (pk: string, sk: string) =>
  table.send(new PutItemCommand({ TableName, Item: { pk: { S: pk }, sk: { S: sk } } }));
const json = (statusCode: number, body: unknown) => ({
  statusCode,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

export const handler = async (event: Event) => {
  if (event.Records) return recordEvents(event.Records);
  const { method, path } = event.requestContext.http;
  if (path === "/.well-known/openid-configuration")
    return json(200, { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` });
  if (path === "/.well-known/jwks.json") return json(200, { keys: [await publicKey()] });
  if (path === "/oauth2/token") return json(200, { access_token: await token() });
  if (path === "/health") return json(200, Object.keys(process.env).sort());
  if (path.endsWith("/photos")) return json(201, await uploadUrl(JSON.parse(event.body ?? "{}").sk));
  if (method === "POST") {
    const { pk, sk } = JSON.parse(event.body ?? "{}");
    await put(pk, sk);
    return json(201, { pk, sk });
  }
  return json(200, await list(path.split("/").at(-1) ?? ""));
};

const recordEvents = async (records: NonNullable<Event["Records"]>) => {
  for (const { dynamodb, s3, body, eventName } of records) {
    if (body !== undefined) {
      await put("DONE", body);
      continue;
    }
    const name = dynamodb?.Keys.sk.S ?? s3?.object.key ?? "";
    if (name.includes("poison")) throw new Error(`${eventName} of poison`);
    if (dynamodb && name.includes("work")) await publish(name);
    await put("SEEN", name);
  }
  return { batchItemFailures: [] };
};

const publish = async (name: string) => {
  const Entries = [{ EventBusName, Source: "stub", DetailType: "change", Detail: JSON.stringify({ name }) }];
  await events.send(new PutEventsCommand({ Entries }));
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: name }));
};

const list = async (pk: string): Promise<string[]> => {
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: pk } },
      ConsistentRead: true,
    }),
  );
  return Items.map((item) => item.sk?.S ?? "");
};

const uploadUrl = (name: string) =>
  getSignedUrl(
    new S3Client({ requestChecksumCalculation: "WHEN_REQUIRED" }),
    new PutObjectCommand({ Bucket: process.env.BUCKET_NAME, Key: `${process.env.UPLOADS_PREFIX}${name}` }),
    { expiresIn: 60 },
  );

const publicKey = async () => {
  const { PublicKey = new Uint8Array() } = await keys.send(new GetPublicKeyCommand({ KeyId }));
  const key = await crypto.subtle.importKey(
    "spki",
    Buffer.from(PublicKey),
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    true,
    ["verify"],
  );
  return { ...(await crypto.subtle.exportKey("jwk", key)), kid: keyId };
};

const token = async (): Promise<string> => {
  const iat = Math.floor(Date.now() / 1000);
  const scope = "dangbo/read dangbo/write";
  const parts = [
    { alg: "RS256", kid: keyId },
    { iss: issuer, aud: "dangbo", iat, exp: iat + 60, scope },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
  const Message = createHash("sha256").update(signed).digest();
  const { Signature = new Uint8Array() } = await keys.send(
    new SignCommand({ KeyId, Message, MessageType: "DIGEST", SigningAlgorithm: "RSASSA_PKCS1_V1_5_SHA_256" }),
  );
  return `${signed}.${Buffer.from(Signature).toString("base64url")}`;
};
