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
  StartMessageMoveTaskCommand,
} from "@aws-sdk/client-sqs";
import { type ReplayClients, replayQueue } from "../../infra/replay/replay-queue.ts";
import { queueKindOf, redriveQueue } from "../../infra/replay/replay-stage.ts";
import { findQueues } from "../../infra/stage-resources.ts";

type Answer = (input: never) => unknown;

/** Clients of AWS at the outer edge: each answers by the kind of command it is sent. */
const fake = <C>(answers: ReadonlyMap<unknown, Answer>) =>
  ({
    send: async (command: { constructor: unknown; input: never }) => {
      const answer = answers.get(command.constructor);
      if (!answer) throw new Error("Not expected");
      return answer(command.input);
    },
  }) as C;

const functionArn = "arn:aws:lambda:here:0:function:uploads:$LATEST";
const streamArn = "arn:aws:dynamodb:ap-southeast-1:0:table/T/stream/S";
const part = { shardId: "shard", startSequenceNumber: "10", endSequenceNumber: "12", streamArn };
const failureOf = (more: object) => JSON.stringify({ version: "1.0", requestContext: { functionArn }, ...more });
const record = (number: number, sk: string) => ({
  eventName: "REMOVE",
  dynamodb: { SequenceNumber: String(number), Keys: { sk: { S: sk } } },
});
const payload = (text: string) => ({ transformToString: () => text });

/** Replays these messages with a function that answers so; gives what it was given and which messages went. */
const replay = async (bodies: readonly string[], answer: (event: string) => object) => {
  const waiting = new Map(
    bodies.map((Body, at) => [String(at), { Body, MessageId: String(at), ReceiptHandle: String(at) }]),
  );
  const events: unknown[] = [];
  const lines: string[] = [];
  const shards = [
    [record(10, "PHO#1"), record(11, "TALLY")],
    [record(12, "PHO#2"), record(13, "PHO#3")],
  ];
  const access: ReplayClients = {
    sqs: fake(
      new Map<unknown, Answer>([
        [ReceiveMessageCommand, () => ({ Messages: [...waiting.values()] })],
        [DeleteMessageCommand, ({ ReceiptHandle }: { ReceiptHandle: string }) => waiting.delete(ReceiptHandle)],
      ]),
    ),
    lambda: fake(
      new Map<unknown, Answer>([
        [
          InvokeCommand,
          ({ FunctionName, Payload }: { FunctionName: string; Payload: string }) => {
            expect(FunctionName).toBe(functionArn);
            events.push(JSON.parse(Payload));
            return answer(Payload);
          },
        ],
        [
          ListEventSourceMappingsCommand,
          () => ({
            EventSourceMappings: [
              { FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"sk":{"S":[{"prefix":"PHO#"}]}}}}' }] } },
            ],
          }),
        ],
      ]),
    ),
    streams: fake(
      new Map<unknown, Answer>([
        [GetShardIteratorCommand, () => ({ ShardIterator: "0" })],
        [
          GetRecordsCommand,
          ({ ShardIterator }: { ShardIterator: string }) => ({
            Records: shards[Number(ShardIterator)],
            NextShardIterator: String(Number(ShardIterator) + 1),
          }),
        ],
      ]),
    ),
  };
  const replayed = await replayQueue(access, "https://queue", (line) => lines.push(line));
  return { ...replayed, events, lines, left: [...waiting.keys()] };
};
const well = () => ({ Payload: payload("null") });

test("An event that was given up is handed to its function once more, and leaves the queue when that is done", async () => {
  const replayed = await replay([failureOf({ requestPayload: { Records: [1] } })], well);
  expect(replayed).toMatchObject({ done: 1, failed: 0, events: [{ Records: [1] }], left: [] });
});

test("Of a part of a stream, the records are read again that the function's filters let through", async () => {
  const { events, done } = await replay([failureOf({ DDBStreamBatchInfo: part })], well);
  const [event] = events as { Records: { dynamodb: { SequenceNumber: string } }[] }[];
  expect([done, event?.Records.map(({ dynamodb }) => dynamodb.SequenceNumber)]).toEqual([1, ["10", "12"]]);
});

test("What fails again stays, once told of each, and holds nothing else up", async () => {
  const bodies = ["bad", "good", "partly"].map((requestPayload) => failureOf({ requestPayload }));
  const answers: Record<string, object> = {
    '"bad"': { FunctionError: "Unhandled", Payload: payload('{"errorType":"Error"}') },
    '"partly"': { Payload: payload('{"batchItemFailures":[{"itemIdentifier":"1"}]}') },
  };
  const replayed = await replay([...bodies, "no message"], (event) => answers[event] ?? well());
  expect(replayed).toMatchObject({ done: 1, failed: 3, left: ["0", "2", "3"] });
  expect(replayed.lines).toHaveLength(3);
});

test("The queues of a stage are those of its stacks, on every page that tells of them", async () => {
  const asked: string[] = [];
  const list = ({ StackName, NextToken }: { StackName: string; NextToken?: string }) => {
    asked.push(StackName);
    const queue = { ResourceType: "AWS::SQS::Queue", LogicalResourceId: "Q", PhysicalResourceId: `of ${StackName}` };
    const bucket = { ResourceType: "AWS::S3::Bucket", LogicalResourceId: "B" };
    return NextToken ? { StackResourceSummaries: [queue] } : { StackResourceSummaries: [bucket], NextToken: "more" };
  };
  const found = await findQueues(fake(new Map<unknown, Answer>([[ListStackResourcesCommand, list]])), "dev");
  const stacks = ["dangbo-dev-photos", "dangbo-dev-api"];
  expect(asked).toEqual(stacks.flatMap((stack) => [stack, stack]));
  expect(found).toEqual(stacks.map((stack) => ({ name: "Q", url: `of ${stack}` })));
});

test("A queue of work is left alone, dead letters are known from what a trigger gave up on", async () => {
  const kinds = [
    [{ RedrivePolicy: "{}" }, []],
    [{}, ["https://source"]],
    [undefined, undefined],
  ].map(([Attributes, queueUrls]) =>
    queueKindOf(
      fake(
        new Map<unknown, Answer>([
          [GetQueueAttributesCommand, () => ({ Attributes })],
          [ListDeadLetterSourceQueuesCommand, () => ({ queueUrls })],
        ]),
      ),
      "https://queue",
    ),
  );
  expect(await Promise.all(kinds)).toEqual(["work", "dead-letters", "failures"]);
});

describe("a redrive", () => {
  const redrive = async (...looks: ListMessageMoveTasksResultEntry[]) => {
    const [lines, started]: [string[], unknown[]] = [[], []];
    const sqs = fake<ReplayClients["sqs"]>(
      new Map<unknown, Answer>([
        [GetQueueAttributesCommand, () => ({ Attributes: { QueueArn: "arn:dead" } })],
        [StartMessageMoveTaskCommand, (input: unknown) => started.push(input)],
        [ListMessageMoveTasksCommand, () => ({ Results: [looks.shift()] })],
      ]),
    );
    const moved = await redriveQueue(
      sqs,
      "https://dead",
      (line) => lines.push(line),
      async () => undefined,
    );
    return { ...moved, lines, started };
  };

  test("moves every dead letter back and waits for it", async () => {
    const moved = await redrive({ Status: "RUNNING" }, { Status: "COMPLETED", ApproximateNumberOfMessagesMoved: 3 });
    expect(moved).toEqual({ done: 3, failed: 0, lines: [], started: [{ SourceArn: "arn:dead" }] });
  });

  test("that fails says why, and how many are left", async () => {
    const counts = { ApproximateNumberOfMessagesMoved: 1, ApproximateNumberOfMessagesToMove: 3 };
    const moved = await redrive({ Status: "FAILED", FailureReason: "AccessDenied", ...counts });
    expect(moved).toMatchObject({ done: 1, failed: 2, lines: ["The move ended as FAILED: AccessDenied"] });
  });
});
