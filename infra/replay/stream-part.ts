import {
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import { type LambdaClient, ListEventSourceMappingsCommand } from "@aws-sdk/client-lambda";
import { parsePattern } from "../local/pumps/filter.ts";
import { type StreamRecord, toStreamRecord } from "../local/pumps/stream-record.ts";
import type { StreamPart } from "./failure.ts";

export type StreamAccess = { streams: DynamoDBStreamsClient; lambda: LambdaClient };

/**
 * The event that a part of a stream makes for a function, by the filters of its mapping. Undefined where there is nothing
 * for it. Throws `TrimmedDataAccessException` when the stream has forgotten the records, which it does after a day.
 */
export async function eventOfPart(
  { streams, lambda }: StreamAccess,
  functionArn: string,
  part: StreamPart,
): Promise<{ Records: StreamRecord[] } | undefined> {
  const [region = ""] = part.streamArn.split(":").slice(3);
  const [records, fits] = await Promise.all([read(streams, part, region), filterOf(lambda, functionArn, part)]);
  const wanted = records.filter(fits);
  return wanted.length === 0 ? undefined : { Records: wanted };
}

async function read(streams: DynamoDBStreamsClient, part: StreamPart, region: string): Promise<StreamRecord[]> {
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
}

async function filterOf(lambda: LambdaClient, functionArn: string, { streamArn }: StreamPart) {
  const command = new ListEventSourceMappingsCommand({ FunctionName: functionArn, EventSourceArn: streamArn });
  const { EventSourceMappings: [mapping] = [] } = await lambda.send(command);
  if (mapping === undefined) throw new Error(`${functionArn} no longer reads ${streamArn}`);
  const filters = (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern = "{}" }) => parsePattern(Pattern));
  return (record: StreamRecord) => filters.length === 0 || filters.some((fits) => fits(record));
}
