import { startQueuePollers } from "../../../infra/local/pollers/start-pollers.ts";
import { useTemporaryFolder, writeBundle } from "../../support/bundle-folder.ts";
import { createResources } from "./fixtures.ts";

const folder = useTemporaryFolder();
const { environment, create } = createResources(folder);
const role = environment.permissions.addRole("worker");
environment.functions.add({
  file: writeBundle(folder, "worker", "exports.handler = async () => null;"),
  exported: "handler",
  functionName: "worker",
  functionArn: "arn:worker",
  memory: 64,
  timeout: 1,
  allowsRecursion: false,
  variables: {},
  caller: environment.permissions.assume("worker", role),
});

const createQueue = (QueueName: string, more: object = {}) => create("AWS::SQS::Queue", { QueueName, ...more });
const mapEventSource = (properties: object) =>
  create("AWS::Lambda::EventSourceMapping", {
    FunctionName: "worker",
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ...properties,
  });

test("A queue with a redrive policy can invoke functions and has a URL", async () => {
  const dead = await createQueue("WorkDlq");
  const RedrivePolicy = { deadLetterTargetArn: dead.attributes?.Arn, maxReceiveCount: 5 };
  const work = await createQueue("Work", { RedrivePolicy, VisibilityTimeout: 360 });
  const queueArn = "arn:aws:sqs:ap-southeast-1:000000000000:Work";
  expect(work).toEqual({
    ref: "http://localhost:9/000000000000/Work",
    attributes: { Arn: queueArn, QueueName: "Work" },
  });
  expect(environment.queues.workQueue(queueArn)).toBeDefined();
  expect(environment.queues.workQueue(dead.attributes?.Arn ?? "")).toBeUndefined();
  await mapEventSource({ EventSourceArn: queueArn, BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
  const poller = { queueArn, batchSize: 1, concurrency: 2, reportsFailures: true };
  expect(environment.queuePollers.at(-1)).toMatchObject(poller);
});

test("A redrive policy with an unknown dead-letter queue is rejected", async () => {
  const RedrivePolicy = { deadLetterTargetArn: "arn:of:nothing", maxReceiveCount: 5 };
  await expect(createQueue("Lost", { RedrivePolicy })).rejects.toThrow("There is no queue arn:of:nothing");
});

test("A queue without a redrive policy cannot invoke functions", async () => {
  const { attributes } = await createQueue("Endless");
  const queuePollers = [{ ...environment.queuePollers[0], queueArn: attributes?.Arn, name: "endless" }];
  const changed = { ...environment, queuePollers } as typeof environment;
  expect(() => startQueuePollers(changed, console.error)).toThrow("RedrivePolicy");
});

const EventSourceArn = "arn:aws:sqs:ap-southeast-1:000000000000:Work";
const stream = { EventSourceArn: "arn:aws:dynamodb:ap-southeast-1:000000000000:table/T/stream/S" };
test.each<[string, object]>([
  ["BatchSize", { EventSourceArn, BatchSize: 11 }],
  ["BisectBatchOnFunctionError", { EventSourceArn, BisectBatchOnFunctionError: true }],
  ["StartingPosition", stream],
  ["ScalingConfig", { ...stream, StartingPosition: "TRIM_HORIZON", ScalingConfig: { MaximumConcurrency: 2 } }],
  ["arn:aws:kinesis", { EventSourceArn: "arn:aws:kinesis:r:0:stream/s" }],
])("An event source mapping with an unsupported %s is rejected with its name", async (name, properties) => {
  await expect(mapEventSource(properties)).rejects.toThrow(name);
});

test("An event bus is found by its name and its ARN", async () => {
  const { ref, attributes } = await create("AWS::Events::EventBus", { Name: "dangbo-local" });
  expect(ref).toBe("dangbo-local");
  expect(environment.buses.find("dangbo-local")).toBe(environment.buses.find(attributes?.Arn ?? ""));
});
