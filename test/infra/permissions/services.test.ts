import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetPublicKeyCommand, KMSClient, SignCommand } from "@aws-sdk/client-kms";
import { SendMessageBatchCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { arnPrefix, region } from "../../../infra/local/account.ts";
import { openBuses } from "../../../infra/local/events/bus-folder.ts";
import { startEventServer } from "../../../infra/local/events/event-server.ts";
import { openKeys } from "../../../infra/local/keys/key-folder.ts";
import { startKeyServer } from "../../../infra/local/keys/key-server.ts";
import { createPermissions } from "../../../infra/local/permissions/permissions.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { queueUrlOf, startQueueServer } from "../../../infra/local/queues/queue-server.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { addCaller, allow } from "./fixtures.ts";

const folder = useTemporaryFolder();
const failLoudly = (message: string) => {
  throw new Error(message);
};
const keys = openKeys(`${folder}/keys`, arnPrefix("kms"));
const queues = openQueues(`${folder}/queues`, arnPrefix("sqs"), failLoudly);
const buses = openBuses(`${folder}/events`, arnPrefix("events"));
const key = keys.getOrCreate("signing");
const bus = buses.create("changes");
const dead = queues.create("dead");
const [context = "", other = ""] = ["work", "other"].map((name) =>
  queues.create(name, { deadLetterArn: dead, maxReceives: 5, visibilityTimeout: 30 }),
);

const permissions = createPermissions();
const strong = { Condition: { StringEquals: { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" } } };
const worker = addCaller(
  permissions,
  "works",
  allow("kms:Sign", key.arn, strong),
  allow("kms:GetPublicKey", key.arn),
  allow("sqs:SendMessage", context),
  allow("events:PutEvents", bus),
);
const idler = addCaller(
  permissions,
  "idles",
  allow("kms:Sign", key.arn, { Condition: { StringEquals: { "kms:SigningAlgorithm": "X" } } }),
);

const servers = await Promise.all([
  startKeyServer(keys, permissions),
  startQueueServer(queues.workQueue, failLoudly, permissions),
  startEventServer(buses.find, failLoudly, permissions),
]);
const [keyServer, queueServer, eventServer] = servers;
afterAll(() => Promise.all(servers.map((server) => server.close())));

const clientsOf = (credentials: { accessKeyId: string; secretAccessKey: string }) => {
  const common = { region, credentials, maxAttempts: 1 };
  return {
    kms: new KMSClient({ ...common, endpoint: keyServer.url }),
    sqs: new SQSClient({ ...common, endpoint: queueServer.url }),
    events: new EventBridgeClient({ ...common, endpoint: eventServer.url }),
  };
};
const works = clientsOf(worker.credentials);
const idles = clientsOf(idler.credentials);
const sign = new SignCommand({
  KeyId: key.id,
  Message: Buffer.from("text"),
  SigningAlgorithm: "RSASSA_PKCS1_V1_5_SHA_256",
});
const send = (queue: string) =>
  new SendMessageCommand({ QueueUrl: queueUrlOf(queueServer.url, queue), MessageBody: "a" });
const put = (EventBusName: string) =>
  new PutEventsCommand({ Entries: [{ EventBusName, Source: "us", DetailType: "it", Detail: "{}" }] });

test("Signing and reading the public key need permissions, also for the algorithm", async () => {
  expect((await works.kms.send(sign)).Signature).toHaveLength(256);
  await expect(idles.kms.send(sign)).rejects.toMatchObject({ name: "AccessDeniedException" });
  await works.kms.send(new GetPublicKeyCommand({ KeyId: key.arn }));
  await expect(idles.kms.send(new GetPublicKeyCommand({ KeyId: key.arn }))).rejects.toThrow(
    `is not authorized to perform: kms:GetPublicKey on resource: ${key.arn} because no identity-based policy allows`,
  );
});

test("A caller can send messages and batches only to the queue of its grant", async () => {
  await works.sqs.send(send(context));
  const QueueUrl = queueUrlOf(queueServer.url, context);
  const batch = new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "1", MessageBody: "a" }] });
  expect((await works.sqs.send(batch)).Successful).toHaveLength(1);
  await expect(works.sqs.send(send(other))).rejects.toThrow(/perform: sqs:sendmessage on resource: .*:other because/);
  await expect(idles.sqs.send(batch)).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("A caller can put events only on the bus of its grant, and an unknown bus is denied in the same way", async () => {
  expect((await works.events.send(put("changes"))).FailedEntryCount).toBe(0);
  expect((await works.events.send(put(bus))).FailedEntryCount).toBe(0);
  await expect(works.events.send(put("none"))).rejects.toThrow(/perform: events:PutEvents on resource: .*\/none/);
  await expect(idles.events.send(put("changes"))).rejects.toMatchObject({ name: "AccessDeniedException" });
});

test("Every service rejects an unknown access key", async () => {
  const stranger = clientsOf({ accessKeyId: "local", secretAccessKey: "local" });
  for (const call of [stranger.kms.send(sign), stranger.sqs.send(send(context)), stranger.events.send(put("changes"))])
    await expect(call).rejects.toMatchObject({ name: "UnrecognizedClientException" });
});
