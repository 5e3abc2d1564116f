import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SQSRecord } from "aws-lambda";
import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import { type QueuePoller, startQueuePoller } from "../../../infra/local/pollers/queue-poller.ts";
import type { QueuePollerSettings } from "../../../infra/local/pollers/settings.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { replayHere, startReplays } from "../../../infra/local/queues/replay.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { until } from "../../support/until.ts";

const folder = temporaryFolder();
const pumps: QueuePoller[] = [];
afterAll(async () => {
  await Promise.all(pumps.map((pump) => pump.stop()));
  rmSync(folder, { recursive: true });
});

const well: InvocationResult = { result: { batchItemFailures: [] } };
type Answer = (records: readonly SQSRecord[]) => InvocationResult | Promise<InvocationResult>;

/** A queue that shows a message again after so many seconds, pumped to a function that answers so. */
const start = (name: string, answer: Answer, change: Partial<QueuePollerSettings> = {}, visibility = 0.02) => {
  const state = join(folder, name);
  const reports: string[] = [];
  const calls: SQSRecord[][] = [];
  const queues = openQueues(join(state, "queues"), "arn:aws:sqs:here:0", (line) => reports.push(line));
  const deadLetterArn = queues.create("Undone");
  const queueArn = queues.create("Work", { deadLetterArn, maxReceives: 3, visibilityTimeout: visibility });
  const queue = queues.workQueue(queueArn);
  if (queue === undefined) throw new Error("No queue");
  const target = {
    name: "worker",
    arn: "arn:of:worker",
    close: async () => undefined,
    invoke: async (event: unknown) => {
      const { Records } = event as { Records: SQSRecord[] };
      calls.push(Records);
      return answer(Records);
    },
  };
  const settings = { name, queueArn, target, batchSize: 1, concurrency: 2, reportsFailures: true, ...change };
  const pump = startQueuePoller(settings, { queue, region: "here", log: (line) => reports.push(line) });
  pumps.push(pump);
  const bodies = () => calls.flat().map(({ body }) => body);
  const left = (which: string) => readdirSync(join(state, "queues", which)).filter((each) => each.endsWith(".json"));
  return {
    state,
    queues,
    queue,
    pump,
    calls,
    bodies,
    reports,
    waiting: () => left("Work/waiting"),
    dead: () => left("Undone"),
  };
};

test("A message reaches its function as Lambda gives it, and is gone when that is done", async () => {
  const before = Date.now();
  const { queue, calls, waiting } = start("once", () => well);
  const [id] = await queue.send([{ body: '{"webhookId":"w"}' }]);
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

test("Batches are as large as they may be, and no more of them run than may", async () => {
  let running = 0;
  let most = 0;
  const answer = async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return well;
  };
  const { queue, calls, bodies } = start("batches", answer, { batchSize: 3 }, 60);
  await queue.send(Array.from({ length: 20 }, (_, at) => ({ body: String(at) })));
  await until(() => bodies().length === 20 && running === 0);
  expect(Math.max(...calls.map(({ length }) => length))).toBe(3);
  expect(most).toBe(2);
  expect(new Set(bodies()).size).toBe(20);
});

test("What a function reports as failed comes again alone, with its count, and what it did does not", async () => {
  const failsOnce: Answer = (records) => ({
    result: {
      batchItemFailures: records
        .filter(({ body, attributes }) => body === "b" && attributes.ApproximateReceiveCount === "1")
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    },
  });
  const { queue, bodies, calls, waiting } = start("partly", failsOnce, { batchSize: 3 });
  await queue.send(["a", "b", "c"].map((body) => ({ body })));
  await until(() => waiting().length === 0);
  expect([...bodies()].sort()).toEqual(["a", "b", "b", "c"]);
  expect(calls.at(-1)).toMatchObject([{ body: "b", attributes: { ApproximateReceiveCount: "2" } }]);
});

test.each<[string, InvocationResult]>([
  ["throws", { failure: { errorType: "Error", errorMessage: "no" } }],
  ["times out", { timedOut: true }],
  ["reports what is none of the batch", { result: { batchItemFailures: [{ itemIdentifier: "other" }] } }],
  ["answers what is no report", { result: { batchItemFailures: [{}] } }],
])(
  "When the function %s, a message is tried three times, then it is a dead letter with its body",
  async (name, outcome) => {
    const { queue, calls, dead, waiting, reports } = start(name.replaceAll(" ", "-"), () => outcome);
    const [id = ""] = await queue.send([{ body: "poison" }]);
    await until(() => dead().length === 1);
    expect(calls.flat().map(({ attributes }) => attributes.ApproximateReceiveCount)).toEqual(["1", "2", "3"]);
    expect(dead()[0]).toContain(id);
    expect(waiting()).toEqual([]);
    expect(reports.join()).toContain("given up after 3 tries");
  },
);

test("A dead letter goes back to its queue when an operator asks, and nothing that waits is touched", async () => {
  let mended = false;
  const broken: InvocationResult = { failure: { errorType: "Error", errorMessage: "no" } };
  const { queue, queues, dead, state, calls, waiting } = start("replayed", ([record]) =>
    mended || record?.body === "later" ? well : broken,
  );
  await queue.send([{ body: "later", delay: 900 }, { body: "poison" }]);
  await until(() => dead().length === 1);
  mended = true;
  const find = () => {
    throw new Error("No function is called for a dead letter");
  };
  const replays = startReplays({ queues, functions: { find } }, console.error);
  expect(await replayHere(state, "", () => undefined)).toEqual({ done: 1, failed: 0 });
  await replays.stop();
  await until(() => waiting().length === 1);
  expect(dead()).toEqual([]);
  expect(calls.at(-1)).toMatchObject([{ body: "poison", attributes: { ApproximateReceiveCount: "1" } }]);
  expect(calls.flat().map(({ body }) => body)).not.toContain("later");
});

test("A delayed message comes when its time has come, not before", async () => {
  const { queue, calls } = start("delayed", () => well);
  const sent = Date.now();
  await queue.send([{ body: "soon", delay: 1 }, { body: "now" }]);
  await until(() => calls.length === 2);
  expect(calls.map(([record]) => record?.body)).toEqual(["now", "soon"]);
  expect(Date.now() - sent).toBeGreaterThanOrEqual(1_000);
});

test("A stop waits for what is under way, and what waits stays for the next start", async () => {
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { queue, pump, calls, waiting } = start("stopped", () => held.then(() => well), { concurrency: 1 }, 60);
  await queue.send(["a", "b"].map((body) => ({ body })));
  await until(() => calls.length === 1);
  const stopping = pump.stop();
  release();
  await stopping;
  expect([calls.length, waiting().length]).toEqual([1, 1]);
});
