import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createFunction } from "../../../infra/local/functions/function-pool.ts";
import { startQueuePoller } from "../../../infra/local/pollers/queue-poller.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { queueUrlOf, startQueueServer } from "../../../infra/local/queues/queue-server.ts";
import { type FunctionContract, functions } from "../../../lib/contract/functions.ts";
import { useTemporaryFolder, writeBundle } from "../../support/bundle-folder.ts";
import { until } from "../../support/until.ts";
import { region } from "./fixtures.ts";

// Before the folder is removed.
const stopping: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stopping) await stop();
});
const folder = useTemporaryFolder();
const sdk = createRequire(import.meta.url).resolve("@aws-sdk/client-sqs");

/** Sends the number in its message, plus one, to its own queue. */
const code = `
const { SQSClient, SendMessageBatchCommand } = require(${JSON.stringify(sdk)});
const client = new SQSClient({});
exports.handler = async ({ Records }) => {
  const MessageBody = String(Number(Records[0].body) + 1);
  await client.send(new SendMessageBatchCommand({ QueueUrl: process.env.QUEUE_URL, Entries: [{ Id: "0", MessageBody }] }));
};`;

/** A function that sends to its own queue for ever, with the rounds that it has run. */
const start = async (name: string, allowsRecursion: boolean) => {
  const log: string[] = [];
  const queues = openQueues(join(folder, name), `arn:aws:sqs:${region}:000000000000`, (line) => log.push(line));
  const deadLetterArn = queues.create("WorkDlq");
  const queueArn = queues.create("Work", { deadLetterArn, maxReceives: 3, visibilityTimeout: 60 });
  const server = await startQueueServer(queues.workQueue, console.error);
  const work = queues.workQueue(queueArn);
  if (work === undefined) throw new Error("No queue");
  const target = createFunction(
    {
      file: writeBundle(folder, `${name}-bundle`, code),
      exported: "handler",
      functionName: name,
      functionArn: `arn:aws:lambda:::function:${name}`,
      memory: 256,
      timeout: 30,
      allowsRecursion,
      variables: {
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: "a",
        AWS_SECRET_ACCESS_KEY: "b",
        AWS_ENDPOINT_URL_SQS: server.url,
        QUEUE_URL: queueUrlOf(server.url, queueArn),
      },
    },
    (line) => log.push(line),
  );
  let rounds = 0;
  const counted: typeof target = {
    ...target,
    invoke: (event, causes) => {
      rounds += 1;
      return target.invoke(event, causes);
    },
  };
  const settings = { name, queueArn, target: counted, batchSize: 1, concurrency: 1, reportsFailures: false };
  const poller = startQueuePoller(settings, { queue: work, region, log: (line) => log.push(line) });
  stopping.push(async () => {
    await poller.stop();
    await target.close();
    await server.close();
  });
  return {
    send: () => work.send([{ body: "0" }]),
    rounds: () => rounds,
    dead: () => readdirSync(join(folder, name, "WorkDlq")).filter((file) => file.endsWith(".json")),
    log,
  };
};

test("A message that a function sends to its own queue is dropped after sixteen rounds, as by Lambda", async () => {
  const { send, rounds, dead, log } = await start("limited", false);
  await send();
  await until(() => dead().length === 1);
  expect(rounds()).toBe(16);
  expect(log.join()).toContain("dropped");
  // Another chain starts from nothing.
  await send();
  await until(() => dead().length === 2);
  expect(rounds()).toBe(32);
});

test("The delivery of webhooks may send to its own queue as often as a day of retries takes", async () => {
  const { allowsRecursion }: FunctionContract = functions.webhookDelivery;
  const { send, rounds, dead } = await start("webhooks", allowsRecursion === true);
  await send();
  await until(() => rounds() > 40);
  expect(dead()).toEqual([]);
});
