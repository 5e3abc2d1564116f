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

/**
 * The event with those records of a stream range that pass the filters of the function's mapping, or undefined without any.
 * Throws `TrimmedDataAccessException` after 24 hours.
 */
const loadStreamEvent = async (
  { streams, lambda }: ReplayClients,
  functionArn: string,
  range: StreamRange,
): Promise<{ Records: StreamRecord[] } | undefined> => {
  const [region = ""] = range.streamArn.split(":").slice(3);
  const [records, matches] = await Promise.all([read(streams, range, region), filterOf(lambda, functionArn, range)]);
  const matching = records.filter(matches);
  return matching.length === 0 ? undefined : { Records: matching };
};

const read = async (streams: DynamoDBStreamsClient, range: StreamRange, region: string): Promise<StreamRecord[]> => {
  const { streamArn: StreamArn, shardId: ShardId, startSequenceNumber: SequenceNumber } = range;
  const input = { StreamArn, ShardId, SequenceNumber, ShardIteratorType: "AT_SEQUENCE_NUMBER" } as const;
  let { ShardIterator: iterator } = await streams.send(new GetShardIteratorCommand(input));
  const last = BigInt(range.endSequenceNumber);
  const found: StreamRecord[] = [];
  while (iterator) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
    const records = Records.map((record) => toStreamRecord(record, StreamArn, region));
    const isInRange = ({ dynamodb }: StreamRecord) => BigInt(dynamodb.SequenceNumber) <= last;
    found.push(...records.filter(isInRange));
    const isBeyond = records.some((record) => !isInRange(record));
    const isLast = found.at(-1)?.dynamodb.SequenceNumber === range.endSequenceNumber;
    iterator = isBeyond || isLast ? undefined : NextShardIterator;
  }
  return found;
};

const filterOf = async (lambda: LambdaClient, functionArn: string, { streamArn }: StreamRange) => {
  const command = new ListEventSourceMappingsCommand({ FunctionName: functionArn, EventSourceArn: streamArn });
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(command);
  if (mapping === undefined) throw new Error(`${functionArn} no longer reads ${streamArn}`);
  const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern = "{}" }) => parsePattern(Pattern));
  return (record: StreamRecord) => filters.length === 0 || filters.some((matches) => matches(record));
};

/** Lambda's record of a failed invocation: contains the event, or for a stream the range of its records. */
const failureMessage = z.object({
  requestContext: z.object({ functionArn: z.string() }),
  requestPayload: z.optional(z.unknown()),
  /** Local runtime only: the records of the stream. */
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

/** Both ends inclusive. */
type StreamRange = NonNullable<z.output<typeof failureMessage>["DDBStreamBatchInfo"]>;

type FailedEvent = { functionArn: string } & ({ event: unknown } | { range: StreamRange });

/** Throws for a message that is not a record of a failed invocation. */
export const parseFailure = (body: string): FailedEvent => {
  const { requestContext, requestPayload, payload, DDBStreamBatchInfo: range } = failureMessage.parse(JSON.parse(body));
  const { functionArn } = requestContext;
  const event = requestPayload ?? payload;
  if (event !== undefined) return { functionArn, event };
  if (range !== undefined) return { functionArn, range };
  throw new Error("The message contains neither an event nor a range of a stream");
};

const partialFailure = z.object({ batchItemFailures: z.optional(z.nullable(z.array(z.unknown()))) });

/** Whether a function processed its whole event: stream and queue consumers may report partial failures. */
export const isComplete = (result: unknown): boolean => {
  const { success, data } = partialFailure.safeParse(result);
  return !success || (data.batchItemFailures ?? []).length === 0;
};

type ReplayClients = { streams: DynamoDBStreamsClient; lambda: LambdaClient; sqs: SQSClient };

/** Longer than any function runs. */
const visibilitySeconds = 120;
/** Long polling, which queries all servers of SQS. */
const waitSeconds = 2;

export type ReplayResult = { done: number; failed: number };

/** Invokes the functions with the events of a dead-letter queue. Events that fail again stay in the queue. */
export const replayQueue = async (
  clients: ReplayClients,
  queueUrl: string,
  log: (line: string) => void,
): Promise<ReplayResult> => {
  let done = 0;
  const failed = new Set<string | undefined>();
  for (;;) {
    const { Messages = [] } = await clients.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        VisibilityTimeout: visibilitySeconds,
        WaitTimeSeconds: waitSeconds,
      }),
    );
    // Failed messages become visible again during the replay.
    const fresh = Messages.filter(({ MessageId }) => !failed.has(MessageId));
    if (fresh.length === 0) return { done, failed: failed.size };
    for (const { Body = "", ReceiptHandle, MessageId } of fresh) {
      try {
        await replay(clients, Body);
        await clients.sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
        done += 1;
      } catch (error) {
        log(`${MessageId} failed again: ${messageOf(error)}`);
        failed.add(MessageId);
      }
    }
  }
};

const replay = async (clients: ReplayClients, body: string): Promise<void> => {
  const failure = parseFailure(body);
  const { functionArn } = failure;
  const event = "event" in failure ? failure.event : await loadStreamEvent(clients, functionArn, failure.range);
  if (event === undefined) return;
  const { FunctionError, Payload } = await clients.lambda.send(
    new InvokeCommand({ FunctionName: functionArn, Payload: JSON.stringify(event) }),
  );
  const result = Payload?.transformToString() ?? "null";
  if (FunctionError !== undefined) throw new Error(result);
  if (!isComplete(JSON.parse(result))) throw new Error("The function reported partial failures");
};
