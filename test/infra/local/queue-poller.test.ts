import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { SQSRecord } from "aws-lambda";
import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import { startQueuePoller } from "../../../infra/local/pollers/queue-poller.ts";
import type { QueuePollerSettings } from "../../../infra/local/pollers/settings.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { replayLocal, startReplays } from "../../../infra/local/queues/replay.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { until } from "../../support/until.ts";
import { failed, fakeFunction, succeeded } from "./fixtures.ts";

const folder = useTemporaryFolder();
const pollers: ReturnType<typeof startQueuePoller>[] = [];
afterAll(() => Promise.all(pollers.map((poller) => poller.stop())));

type Handler = (records: readonly SQSRecord[]) => InvocationResult | Promise<InvocationResult>;

/** A queue with a visibility timeout in seconds, polled for a function. */
const start = (
  name: string,
  handle: Handler,
  { visibilityTimeout = 0.02, ...change }: Partial<QueuePollerSettings> & { visibilityTimeout?: number } = {},
) => {
  const state = join(folder, name);
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  const calls: SQSRecord[][] = [];
  const queues = openQueues(join(state, "queues"), "arn:aws:sqs:here:0", log);
  const deadLetterArn = queues.create("WorkDlq");
  const queueArn = queues.create("Work", { deadLetterArn, maxReceives: 3, visibilityTimeout });
  const queue = queues.workQueue(queueArn);
  if (queue === undefined) throw new Error("No queue");
  const target = fakeFunction((event) => {
    const { Records } = event as { Records: SQSRecord[] };
    calls.push(Records);
    return handle(Records);
  });
  const settings = { name, queueArn, target, batchSize: 1, concurrency: 2, reportsFailures: true, ...change };
  const poller = startQueuePoller(settings, { queue, region: "here", log });
  pollers.push(poller);
  const messages = (path: string) => readdirSync(join(state, "queues", path)).filter((each) => each.endsWith(".json"));
  return {
    state,
    queues,
    poller,
    calls,
    logged,
    send: (...bodies: string[]) => queue.send(bodies.map((body) => ({ body }))),
    sendAll: queue.send,
    bodies: () => calls.flat().map(({ body }) => body),
    receiveCounts: () => calls.flat().map(({ attributes }) => attributes.ApproximateReceiveCount),
    waiting: () => messages("Work/waiting"),
    dead: () => messages("WorkDlq"),
  };
};

test("A function receives a message as from Lambda, and a handled message is deleted", async () => {
  const before = Date.now();
  const { send, calls, waiting } = start("once", () => succeeded);
  const [id] = await send('{"webhookId":"w"}');
  await until(() => calls.length === 1 && waiting().length === 0);
  const [record] = calls[0] ?? [];
  expect(record).toMatchObject({
    messageId: id,
    body: '{"webhookId":"w"}',
    attributes: { ApproximateReceiveCount: "1" },
    messageAttributes: {},
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:here:0:Work",
    awsRegion: "here",
  });
  expect(Number(record?.attributes.SentTimestamp)).toBeGreaterThanOrEqual(before);
});

test("The size of batches and the number of concurrent batches are limited", async () => {
  let [running, most] = [0, 0];
  const handle = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return succeeded;
  };
  const { send, calls, bodies } = start("batches", handle, { batchSize: 3, visibilityTimeout: 60 });
  await send(...Array.from({ length: 20 }, (_, at) => String(at)));
  await until(() => bodies().length === 20 && running === 0);
  expect(Math.max(...calls.map(({ length }) => length))).toBe(3);
  expect(most).toBe(2);
  expect(new Set(bodies()).size).toBe(20);
});

test("Only the messages that the function returns as failed are received again, with their count", async () => {
  const failsOnce: Handler = (records) => ({
    result: {
      batchItemFailures: records
        .filter(({ body, attributes }) => body === "b" && attributes.ApproximateReceiveCount === "1")
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    },
  });
  const { send, bodies, calls, waiting } = start("partly", failsOnce, { batchSize: 3, visibilityTimeout: 1 });
  await send("a", "b", "c");
  await until(() => waiting().length === 0);
  expect(bodies().sort()).toEqual(["a", "b", "b", "c"]);
  expect(calls.at(-1)).toMatchObject([{ body: "b", attributes: { ApproximateReceiveCount: "2" } }]);
});

test.each<[string, InvocationResult]>([
  ["throws", failed],
  ["times out", { timedOut: true }],
  ["returns an id outside the batch", { result: { batchItemFailures: [{ itemIdentifier: "other" }] } }],
  ["returns an invalid response", { result: { batchItemFailures: [{}] } }],
])("When the function %s, a message becomes a dead letter after three attempts", async (name, result) => {
  const { send, receiveCounts, dead, waiting, logged } = start(name.replaceAll(" ", "-"), () => result);
  const [id = ""] = await send("poison");
  await until(() => dead().length === 1);
  expect(receiveCounts()).toEqual(["1", "2", "3"]);
  expect(dead()[0]).toContain(id);
  expect(waiting()).toEqual([]);
  expect(logged.join()).toContain("failed after 3 attempts");
});

test("A replay moves a dead letter back to its queue and does not touch waiting messages", async () => {
  let mended = false;
  const { sendAll, queues, dead, state, calls, bodies, waiting } = start("replayed", ([record]) =>
    mended || record?.body === "later" ? succeeded : failed,
  );
  await sendAll([{ body: "later", delay: 900 }, { body: "poison" }]);
  await until(() => dead().length === 1);
  mended = true;
  const find = () => {
    throw new Error("No function is invoked for a dead letter");
  };
  const replays = startReplays({ queues, functions: { find } }, console.error);
  const replayed = await replayLocal({ state, queueName: "", log: () => undefined });
  expect(replayed).toEqual({ done: 1, failed: 0 });
  await replays.stop();
  await until(() => waiting().length === 1);
  expect(dead()).toEqual([]);
  expect(calls.at(-1)).toMatchObject([{ body: "poison", attributes: { ApproximateReceiveCount: "1" } }]);
  expect(bodies()).not.toContain("later");
});

test("A delayed message is not received before its delay is over", async () => {
  const { sendAll, bodies } = start("delayed", () => succeeded);
  const sent = Date.now();
  await sendAll([{ body: "soon", delay: 1 }, { body: "now" }]);
  await until(() => bodies().length === 2);
  expect(bodies()).toEqual(["now", "soon"]);
  expect(Date.now() - sent).toBeGreaterThanOrEqual(1_000);
});

test("A stop waits for running batches, and waiting messages stay for the next start", async () => {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const settings = { concurrency: 1, visibilityTimeout: 60 };
  const { send, poller, calls, waiting } = start("stopped", () => promise.then(() => succeeded), settings);
  await send("a", "b");
  await until(() => calls.length === 1);
  const stopping = poller.stop();
  release();
  await stopping;
  expect([calls.length, waiting().length]).toEqual([1, 1]);
});
