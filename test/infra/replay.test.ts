import { ListStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-dynamodb-streams";
import { InvokeCommand, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  type ListMessageMoveTasksResultEntry,
  ReceiveMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { replayQueue } from "../../infra/replay/replay-queue.ts";
import { queueKindOf, redriveQueue } from "../../infra/replay/replay-stage.ts";
import { findQueues } from "../../infra/stage-resources.ts";
import { fakeAwsClient } from "./support/fake-aws-client.ts";

const functionArn = "arn:aws:lambda:here:0:function:uploads:$LATEST";
const streamArn = "arn:aws:dynamodb:ap-southeast-1:0:table/T/stream/S";
const range = { shardId: "shard", startSequenceNumber: "10", endSequenceNumber: "12", streamArn };
const failureOf = (more: object) => JSON.stringify({ version: "1.0", requestContext: { functionArn }, ...more });
const record = (number: number, sk: string) => ({
  eventName: "REMOVE",
  dynamodb: { SequenceNumber: String(number), Keys: { sk: { S: sk } } },
});
const payload = (text: string) => ({ transformToString: () => text });
const mapping = {
  FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"PHO#"}]}}}}' }] },
};
const shards = [
  [record(10, "PHO#1"), record(11, "TALLY")],
  [record(12, "PHO#2"), record(13, "PHO#3")],
];

/** Replays messages against a function. Returns the events it received, the log and the ids of the messages left. */
const replay = async (bodies: readonly string[], invoke: (event: string) => object) => {
  const waiting = new Map(
    bodies.map((Body, at) => [String(at), { Body, MessageId: String(at), ReceiptHandle: String(at) }]),
  );
  const [events, lines]: [unknown[], string[]] = [[], []];
  const clients = {
    sqs: fakeAwsClient<SQSClient>(
      [ReceiveMessageCommand, () => ({ Messages: [...waiting.values()] })],
      [DeleteMessageCommand, ({ ReceiptHandle }: { ReceiptHandle: string }) => waiting.delete(ReceiptHandle)],
    ),
    lambda: fakeAwsClient<never>(
      [
        InvokeCommand,
        ({ FunctionName, Payload }: { FunctionName: string; Payload: string }) => {
          expect(FunctionName).toBe(functionArn);
          events.push(JSON.parse(Payload));
          return invoke(Payload);
        },
      ],
      [ListEventSourceMappingsCommand, () => ({ EventSourceMappings: [mapping] })],
    ),
    streams: fakeAwsClient<never>(
      [GetShardIteratorCommand, () => ({ ShardIterator: "0" })],
      [
        GetRecordsCommand,
        ({ ShardIterator }: { ShardIterator: string }) => ({
          Records: shards[Number(ShardIterator)],
          NextShardIterator: String(Number(ShardIterator) + 1),
        }),
      ],
    ),
  };
  const result = await replayQueue(clients, "https://queue", (line) => lines.push(line));
  return { ...result, events, lines, left: [...waiting.keys()] };
};
const succeed = () => ({ Payload: payload("null") });

test("A failed event is processed again, and leaves the queue after success", async () => {
  const replayed = await replay([failureOf({ requestPayload: { Records: [1] } })], succeed);
  expect(replayed).toMatchObject({ done: 1, failed: 0, events: [{ Records: [1] }], left: [] });
});

test("Records of a stream range are read again, filtered as by the event source mapping", async () => {
  const { events, done } = await replay([failureOf({ DDBStreamBatchInfo: range })], succeed);
  const [event] = events as { Records: { dynamodb: { SequenceNumber: string } }[] }[];
  expect([done, event?.Records.map(({ dynamodb }) => dynamodb.SequenceNumber)]).toEqual([1, ["10", "12"]]);
});

test("Events that fail again stay in the queue, are logged once each and do not block others", async () => {
  const bodies = ["bad", "good", "partly"].map((requestPayload) => failureOf({ requestPayload }));
  const responses: Record<string, object> = {
    '"bad"': { FunctionError: "Unhandled", Payload: payload('{"errorType":"Error"}') },
    '"partly"': { Payload: payload('{"batchItemFailures":[{"itemIdentifier":"1"}]}') },
  };
  const replayed = await replay([...bodies, "no message"], (event) => responses[event] ?? succeed());
  expect(replayed).toMatchObject({ done: 1, failed: 3, left: ["0", "2", "3"] });
  expect(replayed.lines).toHaveLength(3);
});

test("The queues of a stage are found on all pages of its stacks", async () => {
  const requested: string[] = [];
  const list = ({ StackName, NextToken }: { StackName: string; NextToken?: string }) => {
    requested.push(StackName);
    const queue = { ResourceType: "AWS::SQS::Queue", LogicalResourceId: "Q", PhysicalResourceId: `of ${StackName}` };
    const bucket = { ResourceType: "AWS::S3::Bucket", LogicalResourceId: "B" };
    return NextToken ? { StackResourceSummaries: [queue] } : { StackResourceSummaries: [bucket], NextToken: "more" };
  };
  const found = await findQueues(fakeAwsClient([ListStackResourcesCommand, list]), "dev");
  const stacks = ["dangbo-dev-photos", "dangbo-dev-api"];
  expect(requested).toEqual(stacks.flatMap((stack) => [stack, stack]));
  expect(found).toEqual(stacks.map((stack) => ({ name: "Q", url: `of ${stack}` })));
});

test.each([
  ["work", { RedrivePolicy: "{}" }, []],
  ["dead-letters", {}, ["https://source"]],
  ["failed-events", undefined, undefined],
])("The kind %s of a queue is determined by redrive policies", async (kind, Attributes, queueUrls) => {
  const sqs = fakeAwsClient<SQSClient>(
    [GetQueueAttributesCommand, () => ({ Attributes })],
    [ListDeadLetterSourceQueuesCommand, () => ({ queueUrls })],
  );
  expect(await queueKindOf(sqs, "https://queue")).toBe(kind);
});

describe("a redrive", () => {
  const redrive = async (...tasks: ListMessageMoveTasksResultEntry[]) => {
    const [lines, started]: [string[], unknown[]] = [[], []];
    const sqs = fakeAwsClient<SQSClient>(
      [GetQueueAttributesCommand, () => ({ Attributes: { QueueArn: "arn:dlq" } })],
      [StartMessageMoveTaskCommand, (input) => started.push(input)],
      [ListMessageMoveTasksCommand, () => ({ Results: [tasks.shift()] })],
    );
    const options = { log: (line: string) => lines.push(line), pause: async () => undefined };
    return { ...(await redriveQueue(sqs, "https://dlq", options)), lines, started };
  };

  test("A redrive moves all dead letters back and waits for the move", async () => {
    const result = await redrive({ Status: "RUNNING" }, { Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 3 });
    expect(result).toEqual({ done: 3, failed: 0, lines: [], started: [{ SourceArn: "arn:dlq" }] });
  });

  test("A failed redrive reports the reason and the number of messages left", async () => {
    const counts = { ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 3 };
    const result = await redrive({ Status: "FAILED", FailureReason: "AccessDenied", ...counts });
    expect(result).toMatchObject({ done: 1, failed: 2, lines: ["The move ended as FAILED: AccessDenied"] });
  });
});
