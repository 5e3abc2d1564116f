import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import { openQueues } from "../../../infra/local/queues/queue-folder.ts";
import { replayHere, startReplays } from "../../../infra/local/queues/replay.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";

const state = temporaryFolder();
const queues = openQueues(join(state, "queues"), "arn:aws:sqs:here:0");
const uploads = queues.create("PhotoProcessorDlq1");
const removals = queues.create("ObjectCleanupDlq1");
afterAll(() => rmSync(state, { recursive: true }));

const failureOf = (more: object) => ({ requestContext: { functionArn: "arn:of:function" }, ...more });
const waiting = (name: string) => readdirSync(join(state, "queues", name)).filter((each) => each.endsWith(".json"));

/** Runs the replays of a service whose function answers so, while an operator asks for one. */
const replay = async (answer: (event: unknown) => InvocationResult, queue = "") => {
  const [reports, events]: [string[], unknown[]] = [[], []];
  const invoke = async (event: unknown) => {
    events.push(event);
    return answer(event);
  };
  const find = (arn: string) => ({ name: "function", arn, invoke, close: async () => undefined });
  const replays = startReplays({ queues, functions: { find } }, (line) => reports.push(line));
  const replayed = await replayHere(state, queue, (line) => reports.push(line));
  await replays.stop();
  return { ...replayed, reports, events };
};
const well: InvocationResult = { result: null };
const badly: InvocationResult = { failure: { errorType: "Error", errorMessage: "no" } };

test("What waits is handed to its function once more, and is gone when that is done", async () => {
  queues.send(uploads, failureOf({ requestPayload: { Records: ["an object"] } }));
  queues.send(removals, failureOf({ payload: { Records: ["a record"] }, DDBStreamBatchInfo: undefined }));
  const { done, failed, events } = await replay(() => well);
  expect({ done, failed }).toEqual({ done: 2, failed: 0 });
  expect(events).toEqual([{ Records: ["an object"] }, { Records: ["a record"] }]);
  expect([...waiting("PhotoProcessorDlq1"), ...waiting("ObjectCleanupDlq1")]).toEqual([]);
});

test("What fails again stays in its queue, also where the function reports parts as failed", async () => {
  queues.send(uploads, failureOf({ requestPayload: "good" }));
  queues.send(uploads, failureOf({ requestPayload: "bad" }));
  queues.send(removals, failureOf({ payload: "partly" }));
  const partly: InvocationResult = { result: { batchItemFailures: [{ itemIdentifier: "1" }] } };
  const answers: Record<string, InvocationResult> = { good: well, bad: badly, partly };
  const { done, failed } = await replay((event) => answers[String(event)] ?? badly);
  expect({ done, failed }).toEqual({ done: 1, failed: 2 });
  expect([waiting("PhotoProcessorDlq1"), waiting("ObjectCleanupDlq1")].map(({ length }) => length)).toEqual([1, 1]);
});

test("One queue may be replayed alone", async () => {
  expect(await replay(() => well, "ObjectCleanup")).toMatchObject({ done: 1, failed: 0 });
  expect(waiting("PhotoProcessorDlq1")).toHaveLength(1);
  expect(await replay(() => well)).toMatchObject({ done: 1, failed: 0 });
});

test("A message that is none is told of and stays", async () => {
  queues.send(uploads, { something: "else" });
  const { done, failed, reports } = await replay(() => well);
  expect({ done, failed }).toEqual({ done: 0, failed: 1 });
  expect(reports.join()).toContain("A replay failed");
});

test("Without a service what was asked for waits for the next one, and nothing waits where nothing ever ran", async () => {
  const reports: string[] = [];
  expect(await replayHere(state, "", (line) => reports.push(line), 0)).toEqual({ done: 0, failed: 1 });
  expect(reports.join()).toContain("taken up when it runs");
  const elsewhere = join(state, "elsewhere");
  mkdirSync(elsewhere);
  expect(await replayHere(elsewhere, "", () => undefined)).toEqual({ done: 0, failed: 0 });
});
