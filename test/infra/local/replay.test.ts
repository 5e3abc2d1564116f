import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { replayLocal, startReplays } from "../../../infra/local/queues/replay.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { failed, fakeFunction, succeeded } from "./fixtures.ts";

const state = useTemporaryFolder();
const queues = openQueues(join(state, "queues"), "arn:aws:sqs:here:0");
const photos = queues.create("PhotoProcessorDlq1");
const cleanup = queues.create("ObjectCleanupDlq1");

const failureOf = (more: object) => ({ requestContext: { functionArn: "arn:of:function" }, ...more });
const messagesIn = (name: string) => readdirSync(join(state, "queues", name)).filter((each) => each.endsWith(".json"));

/** Requests a replay while the service runs with this function. */
const replay = async (handle: (event: unknown) => InvocationResult, queueName = "") => {
  const [logged, events]: [string[], unknown[]] = [[], []];
  const log = (line: string) => void logged.push(line);
  const target = fakeFunction((event) => {
    events.push(event);
    return handle(event);
  });
  const replays = startReplays({ queues, functions: { find: () => target } }, log);
  const replayed = await replayLocal({ state, queueName, log });
  await replays.stop();
  return { replayed, logged, events };
};

test("A replay invokes the function of each failure again and deletes handled ones", async () => {
  queues.send(photos, failureOf({ requestPayload: { Records: ["an object"] } }));
  queues.send(cleanup, failureOf({ payload: { Records: ["a record"] }, DDBStreamBatchInfo: undefined }));
  const { replayed, events } = await replay(() => succeeded);
  expect(replayed).toEqual({ done: 2, failed: 0 });
  expect(events).toEqual([{ Records: ["an object"] }, { Records: ["a record"] }]);
  expect([...messagesIn("PhotoProcessorDlq1"), ...messagesIn("ObjectCleanupDlq1")]).toEqual([]);
});

test("A failure that fails again stays in its queue, also when only a part of the batch fails", async () => {
  queues.send(photos, failureOf({ requestPayload: "good" }));
  queues.send(photos, failureOf({ requestPayload: "bad" }));
  queues.send(cleanup, failureOf({ payload: "partly" }));
  const partly = { result: { batchItemFailures: [{ itemIdentifier: "1" }] } };
  const results: Record<string, InvocationResult> = { good: succeeded, bad: failed, partly };
  const { replayed } = await replay((event) => results[String(event)] ?? failed);
  expect(replayed).toEqual({ done: 1, failed: 2 });
  expect([messagesIn("PhotoProcessorDlq1"), messagesIn("ObjectCleanupDlq1")].map(({ length }) => length)).toEqual([
    1, 1,
  ]);
});

test("A replay can be limited to one queue", async () => {
  expect((await replay(() => succeeded, "ObjectCleanup")).replayed).toEqual({ done: 1, failed: 0 });
  expect(messagesIn("PhotoProcessorDlq1")).toHaveLength(1);
  expect((await replay(() => succeeded)).replayed).toEqual({ done: 1, failed: 0 });
});

test("The replay of an invalid message fails with a log line, and the message stays", async () => {
  queues.send(photos, { something: "else" });
  const { replayed, logged } = await replay(() => succeeded);
  expect(replayed).toEqual({ done: 0, failed: 1 });
  expect(logged.join()).toContain("A replay failed");
});

test("Without a running service the replay is left to the next start; a state that no service has used is an error", async () => {
  const logged: string[] = [];
  const log = (line: string) => void logged.push(line);
  expect(await replayLocal({ state, queueName: "", log, waitLimit: 0 })).toEqual({ done: 0, failed: 1 });
  expect(logged.join()).toContain("will be replayed when the service runs");
  const elsewhere = join(state, "elsewhere");
  mkdirSync(elsewhere);
  await expect(replayLocal({ state: elsewhere, queueName: "", log })).rejects.toThrow(
    "contains no queues of a service",
  );
});

test.each(["PhotoProcesorDlq", "photoprocessor", "WebhookDeliveryQueue"])(
  "The mistyped queue %s is an error that names all dead-letter queues",
  async (queueName) => {
    queues.create("WebhookDeliveryQueue1");
    await expect(replayLocal({ state, queueName, log: () => undefined })).rejects.toThrow(
      `No dead-letter queue has "${queueName}" in its name. There are: ObjectCleanupDlq, PhotoProcessorDlq`,
    );
  },
);
