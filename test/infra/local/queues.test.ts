import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  QueueDoesNotExist,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  type SQSServiceException,
} from "@aws-sdk/client-sqs";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { queueUrlOf, startQueueServer } from "../../../infra/local/queues/queue-server.ts";
import { openWorkQueue } from "../../../infra/local/queues/work-queue.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";

const folder = temporaryFolder();
const arnPrefix = "arn:aws:sqs:ap-southeast-1:000000000000";
const reports: string[] = [];
const queues = openQueues(folder, arnPrefix, (line) => reports.push(line));
const deadLetterArn = queues.create("Dead");
const arn = queues.create("Work", { deadLetterArn, maxReceives: 2, visibilityTimeout: 60 });
const server = await startQueueServer(queues.workQueue, (line) => reports.push(line));
const client = new SQSClient({
  endpoint: server.url,
  region: "ap-southeast-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
  maxAttempts: 1,
});
const QueueUrl = queueUrlOf(server.url, arn);
const waiting = () => readdirSync(join(folder, "Work", "waiting"));
afterAll(async () => {
  client.destroy();
  await server.close();
  rmSync(folder, { recursive: true });
});

const context = () => {
  const queue = queues.workQueue(arn);
  if (queue === undefined) throw new Error("No work queue");
  return queue;
};
const drain = () => {
  const messages = context().receive(100);
  for (const { id } of messages) context().delete(id);
  return messages;
};

test("A message is a private file once it is acknowledged, and the SDK is content with the answer", async () => {
  const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "việc 1" }));
  const [file = ""] = waiting();
  expect(file).toContain(MessageId);
  expect(readFileSync(join(folder, "Work", "waiting", file), "utf8")).toBe("việc 1");
  expect(statSync(join(folder, "Work", "waiting", file)).mode & 0o777).toBe(0o600);
  expect(drain()).toMatchObject([{ id: MessageId, body: "việc 1", received: 1 }]);
  expect(waiting()).toEqual([]);
});

test("Of a batch, what is wrong with one entry leaves the others alone", async () => {
  const { Successful, Failed } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: "good", MessageBody: "1" },
        { Id: "late", MessageBody: "2", DelaySeconds: 901 },
        { Id: "empty", MessageBody: "" },
        { Id: "also-good", MessageBody: "3", DelaySeconds: 0 },
        { Id: "odd", MessageBody: "\u0000" },
      ],
    }),
  );
  expect(Successful?.map(({ Id }) => Id)).toEqual(["good", "also-good"]);
  expect(Failed).toMatchObject([
    { Id: "late", Code: "InvalidParameterValue", SenderFault: true },
    { Id: "empty", Code: "MissingParameter" },
    { Id: "odd", Code: "InvalidMessageContents" },
  ]);
  expect(drain().map(({ id }) => id)).toEqual(Successful?.map(({ MessageId }) => MessageId));
});

const mebibyte = 1_048_576;
const nameOf = async (sending: Promise<unknown>) =>
  sending.then(
    () => "sent",
    (error: SQSServiceException) => error.name,
  );
const batch = (...Entries: { Id: string; MessageBody: string }[]) =>
  client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

test("A message and a batch may have a mebibyte, and not a byte more", async () => {
  const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  expect(await nameOf(send("x".repeat(mebibyte)))).toBe("sent");
  expect(await nameOf(send("x".repeat(mebibyte + 1)))).toBe("InvalidParameterValue");
  const half = "x".repeat(mebibyte / 2);
  expect(await nameOf(batch({ Id: "1", MessageBody: half }, { Id: "2", MessageBody: half }))).toBe("sent");
  expect(await nameOf(batch({ Id: "1", MessageBody: half }, { Id: "2", MessageBody: `${half}x` }))).toBe(
    "BatchRequestTooLong",
  );
  drain();
});

test.each<[string, { Id: string; MessageBody: string }[]]>([
  ["EmptyBatchRequest", []],
  ["TooManyEntriesInBatchRequest", Array.from({ length: 11 }, (_, at) => ({ Id: String(at), MessageBody: "x" }))],
  ["BatchEntryIdsNotDistinct", ["1", "1"].map((Id) => ({ Id, MessageBody: "x" }))],
  ["InvalidBatchEntryId", [{ Id: "a b", MessageBody: "x" }]],
])("A batch is refused as %s", async (name, entries) => {
  expect(await nameOf(batch(...entries))).toBe(name);
  expect(waiting()).toEqual([]);
});

test("A queue that is not there, or only keeps what failed, takes nothing", async () => {
  for (const url of [`${server.url}/000000000000/None`, queueUrlOf(server.url, deadLetterArn)])
    await expect(client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }))).rejects.toThrow(
      QueueDoesNotExist,
    );
});

test("What is not known of a message is refused, not passed over", async () => {
  const MessageAttributes = { a: { DataType: "String", StringValue: "b" } };
  const sending = client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", MessageAttributes }));
  await expect(sending).rejects.toThrow(/MessageAttributes/);
  expect(waiting()).toEqual([]);
});

describe("a queue over time", () => {
  const reopen = (name: string, clock: () => number) => {
    const own = join(folder, name);
    const deadLetters = join(own, "dead");
    mkdirSync(deadLetters, { recursive: true });
    const settings = { visibilityTimeout: 60, deadLetters, maxReceives: 2 };
    return {
      queue: openWorkQueue(join(own, "waiting"), settings, (line) => reports.push(line), clock),
      dead: () => readdirSync(deadLetters),
      files: () => readdirSync(join(own, "waiting")),
    };
  };
  const bodies = (messages: { body: string }[]) => messages.map(({ body }) => body);

  test("hands out the oldest first, each to one, until its time for it is over", async () => {
    let now = 1_000_000;
    const { queue } = reopen("order", () => now);
    for (const body of ["a", "b", "c"]) await queue.send([{ body }]);
    expect(bodies(queue.receive(2))).toEqual(["a", "b"]);
    expect(bodies(queue.receive(2))).toEqual(["c"]);
    expect([queue.receive(2), queue.nextVisibleIn()]).toEqual([[], 60_000]);
    now += 60_000;
    expect(queue.receive(9)).toMatchObject(
      ["a", "b", "c"].map((body) => ({ body, received: 2, firstReceivedAt: 1_000_000 })),
    );
  });

  test("keeps a delayed message back, also after a stop", async () => {
    let now = 1_000_000;
    const first = reopen("delay", () => now);
    await first.queue.send([{ body: "later", delay: 900 }, { body: "now" }]);
    expect(bodies(first.queue.receive(9))).toEqual(["now"]);
    now += 899_999;
    const second = reopen("delay", () => now);
    expect(second.queue.nextVisibleIn()).toBe(0);
    expect(bodies(second.queue.receive(9))).toEqual(["now"]);
    expect(second.queue.nextVisibleIn()).toBe(1);
    now += 1;
    expect(bodies(second.queue.receive(9))).toEqual(["later"]);
  });

  test("gives up what was handed out too often as a dead letter, across stops, with its body as it was", async () => {
    const now = 1_000_000;
    const [id = ""] = await reopen("dead", () => now).queue.send([{ body: "poison" }]);
    for (const received of [1, 2]) expect(reopen("dead", () => now).queue.receive(1)).toMatchObject([{ id, received }]);
    const last = reopen("dead", () => now);
    expect(last.queue.receive(1)).toEqual([]);
    expect(last.files()).toEqual([]);
    expect(last.dead()).toEqual([expect.stringMatching(new RegExp(`${id}\\.json$`))]);
    expect(reports.splice(0).join()).toContain("given up after 2 tries");
  });

  test("forgets what a stop has cut off while it was written, and what is done only once", async () => {
    const { queue, files } = reopen("cut", Date.now);
    const [id = ""] = await queue.send([{ body: "whole" }]);
    writeFileSync(join(folder, "cut", "waiting", "part.json.new"), "par");
    const again = reopen("cut", Date.now);
    expect(bodies(again.queue.receive(9))).toEqual(["whole"]);
    again.queue.delete(id);
    again.queue.delete(id);
    expect(files()).toEqual([]);
  });
});

test("After kill -9, again and again, every acknowledged message is there", async () => {
  const state = join(folder, "killed");
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round += 1) {
    const script = fileURLToPath(new URL("queue-sender.ts", import.meta.url));
    const child = spawn(process.execPath, [script, state], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    const exit = new Promise((resolve) => child.once("exit", resolve));
    const before = acknowledged.length;
    for await (const line of createInterface(child.stdout)) {
      acknowledged.push(line);
      if (acknowledged.length === before + 40 + round) child.kill("SIGKILL");
    }
    await exit;
  }
  const found = new Set(
    openWorkQueue(join(state, "waiting"), { visibilityTimeout: 1, deadLetters: state, maxReceives: 9 }, fail)
      .receive(9_999)
      .map(({ id }) => id),
  );
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
}, 60_000);

const fail = (line: string): never => {
  throw new Error(line);
};

test("Nothing else was reported", () => {
  expect(reports).toEqual([]);
});
