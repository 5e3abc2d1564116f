import { rmSync } from "node:fs";
import { startQueuePollers } from "../../../infra/local/pollers/start-pollers.ts";
import { resourceHandlers } from "../../../infra/local/resources/resource-handlers.ts";
import { temporaryFolder, writeBundle } from "../../support/bundle-folder.ts";
import { createTestEnvironment } from "../../support/local-environment.ts";

const folder = temporaryFolder();
const machine = createTestEnvironment(folder);
const role = machine.permissions.addRole("worker");
const file = writeBundle(folder, "worker", "exports.handler = async () => null;");
machine.functions.add({
  file,
  exported: "handler",
  functionName: "worker",
  functionArn: "arn:worker",
  memory: 64,
  timeout: 1,
  variables: {},
  caller: machine.permissions.assume("worker", role),
});
afterAll(() => rmSync(folder, { recursive: true }));

const make = async (type: string, properties: object) => {
  const place = { stack: "s", logicalId: "It", name: `s-${type.split("::").at(-1)}` };
  const made = await resourceHandlers.known[type]?.create(properties, place, machine);
  if (made === undefined) throw new Error(`${type} is not known`);
  return made;
};
const queue = (QueueName: string, more: object = {}) => make("AWS::SQS::Queue", { QueueName, ...more });
const map = (properties: object) =>
  make("AWS::Lambda::EventSourceMapping", {
    FunctionName: "worker",
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ...properties,
  });

test("A queue with a redrive policy is one that functions can be started by, at an address functions can send to", async () => {
  const dead = await queue("DeadLetters");
  const RedrivePolicy = { deadLetterTargetArn: dead.attributes?.Arn, maxReceiveCount: 5 };
  const context = await queue("Work", { RedrivePolicy, VisibilityTimeout: 360 });
  expect(context).toEqual({
    ref: "http://localhost:9/000000000000/Work",
    attributes: { Arn: "arn:aws:sqs:ap-southeast-1:000000000000:Work", QueueName: "Work" },
  });
  expect(machine.queues.workQueue(context.attributes?.Arn ?? "")).toBeDefined();
  expect(machine.queues.workQueue(dead.attributes?.Arn ?? "")).toBeUndefined();
  await map({ EventSourceArn: context.attributes?.Arn, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  expect(machine.queuePollers.at(-1)).toMatchObject({
    queueArn: context.attributes?.Arn,
    batchSize: 1,
    concurrency: 2,
    reportsItems: true,
  });
});

test("Dead letters need a queue that is there", async () => {
  const RedrivePolicy = { deadLetterTargetArn: "arn:of:nothing", maxReceiveCount: 5 };
  await expect(queue("Lost", { RedrivePolicy })).rejects.toThrow("There is no queue arn:of:nothing");
});

test("A queue that nothing may end in starts no function here", async () => {
  const { attributes } = await queue("Endless");
  const queuePumps = [{ ...machine.queuePollers[0], queueArn: attributes?.Arn, name: "endless" }];
  expect(() => startQueuePollers({ ...machine, queuePollers: queuePumps } as typeof machine, console.error)).toThrow(
    "RedrivePolicy",
  );
});

const queueArn = "arn:aws:sqs:ap-southeast-1:000000000000:Work";
const streamArn = "arn:aws:dynamodb:ap-southeast-1:000000000000:table/T/stream/S";
test.each<[string, object]>([
  ["BatchSize", { EventSourceArn: queueArn, BatchSize: 11 }],
  ["BisectBatchOnFunctionError", { EventSourceArn: queueArn, BisectBatchOnFunctionError: true }],
  ["StartingPosition", { EventSourceArn: streamArn }],
  [
    "ScalingConfig",
    { EventSourceArn: streamArn, StartingPosition: "TRIM_HORIZON", ScalingConfig: { MaximumConcurrency: 2 } },
  ],
  ["arn:aws:kinesis", { EventSourceArn: "arn:aws:kinesis:r:0:stream/s" }],
])("What the source of events does not know stops the start and is named: %s", async (named, properties) => {
  await expect(map(properties)).rejects.toThrow(named);
});

test("An event bus is known by its name and its ARN", async () => {
  const { ref, attributes } = await make("AWS::Events::EventBus", { Name: "dangbo-local" });
  expect(ref).toBe("dangbo-local");
  expect(machine.buses.find("dangbo-local")).toBe(machine.buses.find(attributes?.Arn ?? ""));
});
