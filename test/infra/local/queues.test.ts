import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { runUntilKilled, useClient } from "./fixtures.ts";

const folder = useTemporaryFolder();
const arnPrefix = "arn:aws:sqs:ap-southeast-1:000000000000";
const logged: string[] = [];
const queues = openQueues(folder, arnPrefix, (line) => logged.push(line));
const deadLetterArn = queues.create("Dead");
const arn = queues.create("Work", { deadLetterArn, maxReceives: 2, visibilityTimeout: 60 });
const server = await startQueueServer(queues.workQueue, (line) => logged.push(line));
const client = useClient(SQSClient, server);
const QueueUrl = queueUrlOf(server.url, arn);
const waiting = () => readdirSync(join(folder, "Work", "waiting"));

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

test("An acknowledged message is a private file, and the SDK accepts the response", async () => {
  const { MessageId } = await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "việc 1" }));
  const [file = ""] = waiting();
  expect(file).toContain(MessageId);
  expect(readFileSync(join(folder, "Work", "waiting", file), "utf8")).toBe("việc 1");
  expect(statSync(join(folder, "Work", "waiting", file)).mode & 0o777).toBe(0o600);
  expect(drain()).toMatchObject([{ id: MessageId, body: "việc 1", receiveCount: 1 }]);
  expect(waiting()).toEqual([]);
});

test("An invalid entry of a batch fails without affecting the others", async () => {
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
const resultOf = async (sending: Promise<unknown>) =>
  sending.then(
    () => "sent",
    (error: SQSServiceException) => error.name,
  );
const batch = (...Entries: { Id: string; MessageBody: string }[]) =>
  client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));

test("A message and a batch can have up to a mebibyte", async () => {
  const send = (MessageBody: string) => client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  expect(await resultOf(send("x".repeat(mebibyte)))).toBe("sent");
  expect(await resultOf(send("x".repeat(mebibyte + 1)))).toBe("InvalidParameterValue");
  const half = "x".repeat(mebibyte / 2);
  expect(await resultOf(batch({ Id: "1", MessageBody: half }, { Id: "2", MessageBody: half }))).toBe("sent");
  expect(await resultOf(batch({ Id: "1", MessageBody: half }, { Id: "2", MessageBody: `${half}x` }))).toBe(
    "BatchRequestTooLong",
  );
  drain();
});

test.each<[string, { Id: string; MessageBody: string }[]]>([
  ["EmptyBatchRequest", []],
  ["TooManyEntriesInBatchRequest", Array.from({ length: 11 }, (_, at) => ({ Id: String(at), MessageBody: "x" }))],
  ["BatchEntryIdsNotDistinct", ["1", "1"].map((Id) => ({ Id, MessageBody: "x" }))],
  ["InvalidBatchEntryId", [{ Id: "a b", MessageBody: "x" }]],
])("An invalid batch is rejected with %s", async (name, entries) => {
  expect(await resultOf(batch(...entries))).toBe(name);
  expect(waiting()).toEqual([]);
});

test("An unknown queue and a failure queue accept no messages", async () => {
  for (const url of [`${server.url}/000000000000/None`, queueUrlOf(server.url, deadLetterArn)])
    await expect(client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "x" }))).rejects.toThrow(
      QueueDoesNotExist,
    );
});

test("An unsupported property of a message is rejected", async () => {
  const MessageAttributes = { a: { DataType: "String", StringValue: "b" } };
  const sending = client.send(new SendMessageCommand({ QueueUrl, MessageBody: "x", MessageAttributes }));
  await expect(sending).rejects.toThrow(/MessageAttributes/);
  expect(waiting()).toEqual([]);
});

describe("A work queue", () => {
  const reopen = (name: string, clock: () => number) => {
    const own = join(folder, name);
    const deadLetters = join(own, "dead");
    mkdirSync(deadLetters, { recursive: true });
    const settings = { visibilityTimeout: 60, deadLetters, maxReceives: 2, clock };
    return {
      queue: openWorkQueue(join(own, "waiting"), settings, (line) => logged.push(line)),
      dead: () => readdirSync(deadLetters),
      files: () => readdirSync(join(own, "waiting")),
    };
  };
  const bodies = (messages: { body: string }[]) => messages.map(({ body }) => body);

  test("A work queue delivers the oldest message first, and again after the visibility timeout", async () => {
    let now = 1_000_000;
    const { queue } = reopen("order", () => now);
    for (const body of ["a", "b", "c"]) await queue.send([{ body }]);
    expect(bodies(queue.receive(2))).toEqual(["a", "b"]);
    expect(bodies(queue.receive(2))).toEqual(["c"]);
    expect([queue.receive(2), queue.nextVisibleIn()]).toEqual([[], 60_000]);
    now += 60_000;
    expect(queue.receive(9)).toMatchObject(
      ["a", "b", "c"].map((body) => ({ body, receiveCount: 2, firstReceivedAt: 1_000_000 })),
    );
  });

  test("A work queue delays a message, also across a restart", async () => {
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

  test("A work queue moves a message to the dead letters after too many receives, also across restarts", async () => {
    const now = 1_000_000;
    const [id = ""] = await reopen("dead", () => now).queue.send([{ body: "poison" }]);
    for (const receiveCount of [1, 2])
      expect(reopen("dead", () => now).queue.receive(1)).toMatchObject([{ id, receiveCount }]);
    const last = reopen("dead", () => now);
    expect(last.queue.receive(1)).toEqual([]);
    expect(last.files()).toEqual([]);
    expect(last.dead()).toEqual([expect.stringMatching(new RegExp(`${id}\\.json$`))]);
    expect(logged.splice(0).join()).toContain("failed after 2 attempts");
  });

  test("A work queue removes interrupted messages at the start, and a message can be deleted twice", async () => {
    const { queue, files } = reopen("cut", Date.now);
    const [id = ""] = await queue.send([{ body: "complete" }]);
    writeFileSync(join(folder, "cut", "waiting", "part.json.new"), "par");
    const again = reopen("cut", Date.now);
    expect(bodies(again.queue.receive(9))).toEqual(["complete"]);
    again.queue.delete(id);
    again.queue.delete(id);
    expect(files()).toEqual([]);
  });
});

test("After repeated kill -9 every acknowledged message is present", async () => {
  const state = join(folder, "killed");
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round += 1)
    acknowledged.push(...(await runUntilKilled("queue-sender.ts", state, 40 + round)));
  const found = new Set(
    openWorkQueue(join(state, "waiting"), { visibilityTimeout: 1, deadLetters: state, maxReceives: 9 }, fail)
      .receive(9_999)
      .map(({ id }) => id),
  );
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
});

const fail = (line: string): never => {
  throw new Error(line);
};

test("No other error was logged", () => {
  expect(logged).toEqual([]);
});
