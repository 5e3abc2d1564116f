import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { InvokeCommand, type LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { messageOf } from "../local/errors.ts";
import { parsePattern } from "../local/pollers/filter.ts";
import { type StreamRecord, toStreamRecord } from "../local/pollers/stream-record.ts";

type StreamClients = { streams: DynamoDBStreamsClient; lambda: LambdaClient };

/**
 * The event that a part of a stream makes for a function, by the filters of its mapping. Undefined where there is nothing
 * for it. Throws `TrimmedDataAccessException` when the stream has forgotten the records, which it does after a day.
 */
const loadStreamEvent = async (
  { streams, lambda }: StreamClients,
  functionArn: string,
  part: StreamRange,
): Promise<{ Records: StreamRecord[] } | undefined> => {
  const [region = ""] = part.streamArn.split(":").slice(3);
  const [records, fits] = await Promise.all([read(streams, part, region), filterOf(lambda, functionArn, part)]);
  const wanted = records.filter(fits);
  return wanted.length === 0 ? undefined : { Records: wanted };
};

const read = async (streams: DynamoDBStreamsClient, part: StreamRange, region: string): Promise<StreamRecord[]> => {
  const { streamArn: StreamArn, shardId: ShardId, startSequenceNumber: SequenceNumber } = part;
  const where = { StreamArn, ShardId, SequenceNumber, ShardIteratorType: "AT_SEQUENCE_NUMBER" } as const;
  let { ShardIterator: iterator } = await streams.send(new GetShardIteratorCommand(where));
  const last = BigInt(part.endSequenceNumber);
  const found: StreamRecord[] = [];
  while (iterator) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    const records = Records.map((record) => toStreamRecord(record, StreamArn, region));
    const isWanted = ({ dynamodb }: StreamRecord) => BigInt(dynamodb.SequenceNumber) <= last;
    found.push(...records.filter(isWanted));
    const isBehind = records.some((record) => !isWanted(record));
    const isLast = found.at(-1)?.dynamodb.SequenceNumber === part.endSequenceNumber;
    iterator = isBehind || isLast ? undefined : NextShardIterator;
  }
  return found;
};

const filterOf = async (lambda: LambdaClient, functionArn: string, { streamArn }: StreamRange) => {
  const command = new ListEventSourceMappingsCommand({ FunctionName: functionArn, EventSourceArn: streamArn });
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(command);
  if (mapping === undefined) throw new Error(`${functionArn} no longer reads ${streamArn}`);
  const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern = "{}" }) => parsePattern(Pattern));
  return (record: StreamRecord) => filters.length === 0 || filters.some((fits) => fits(record));
};

/** What Lambda tells a failure queue: of an event with the event, of a stream with where its records are. */
const failureMessage = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.optional(z.unknown()),
  /** The records of a stream themselves, on this machine only. */
  payload: z.optional(z.unknown()),
  DDBStreamBatchInfo: z.optional(
    z.object({
      shardId: z.string(),
      startSequenceNumber: z.string(),
      endSequenceNumber: z.string(),
      streamArn: z.string(),
    }),
  ),
});

/** Records of a stream, both ends included. */
export type StreamRange = NonNullable<z.output<typeof failureMessage>["DDBStreamBatchInfo"]>;

/** What a function gave up: the event, or the part of a stream it was made of. */
export type FailedEvent = { functionArn: string } & ({ event: unknown } | { part: StreamRange });

/** Reads a message of a failure queue. Throws for what is none. */
export const parseFailure = (body: string): FailedEvent => {
  const { requestContext, requestPayload, payload, DDBStreamBatchInfo: part } = failureMessage.parse(JSON.parse(body));
  const { functionArn } = requestContext;
  const event = requestPayload ?? payload;
  if (event !== undefined) return { functionArn, event };
  if (part !== undefined) return { functionArn, part };
  throw new Error("A message that says neither an event nor where its records are");
};

const report = z.object({ batchItemFailures: z.optional(z.nullable(z.array(z.unknown()))) });

/** Whether a function that answered has done all it was given: readers of streams may report parts of it as failed. */
export const isComplete = (answer: unknown): boolean => {
  const { success, data } = report.safeParse(answer);
  return !success || (data.batchItemFailures ?? []).length === 0;
};

export type ReplayClients = StreamClients & { sqs: SQSClient };

/** Seconds a message is kept from others while it is replayed: longer than any function runs. */
const visibilitySeconds = 120;
/** Seconds to wait for a message: SQS then asks all of its servers. */
const retryRuntime = 2;

export type ReplayResult = { done: number; failed: number };

/** Hands every message of a failure queue to its function once more; those that fail again stay. */
export const replayQueue = async (
  access: ReplayClients,
  queueUrl: string,
  report: (line: string) => void,
): Promise<ReplayResult> => {
  let done = 0;
  const failed = new Set<string | undefined>();
  for (;;) {
    const { Messages = [] } = await access.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: retryRuntime,
      }),
    );
    // What failed comes again when it is no longer hidden: once is enough.
    const fresh = Messages.filter(({ MessageId }) => !failed.has(MessageId));
    if (fresh.length === 0) return { done, failed: failed.size };
    for (const { Body = "", ReceiptHandle, MessageId } of fresh) {
      try {
        await replay(access, Body);
        await access.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        done += 1;
      } catch (error) {
        report(`${MessageId} failed again: ${messageOf(error)}`);
        failed.add(MessageId);
      }
    }
  }
};

/** Waits for the answer: only what is done may leave the queue. */
const replay = async (access: ReplayClients, body: string): Promise<void> => {
  const failure = parseFailure(body);
  const { functionArn } = failure;
  const event = "event" in failure ? failure.event : await loadStreamEvent(access, functionArn, failure.part);
  if (event === undefined) return;
  const { FunctionError, Payload } = await access.lambda.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
  );
  const answer = Payload?.transformToString() ?? "null";
  if (FunctionError !== undefined) throw new Error(answer);
  if (!isComplete(JSON.parse(answer))) throw new Error("The function reports records as failed");
};
