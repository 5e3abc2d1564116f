import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { createApplyStagedChanges } from "../../../functions/stream-processor/apply-staged-changes.ts";
import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import type { Table } from "../../../lib/table/table.ts";
import { region } from "../../support/table.ts";
import type { World } from "../../support/world.ts";

/** The records of the table's stream that pass the filter of a trigger. */
export type TallyStream = {
  /** The records since the last call, in order. */
  read(): Promise<DynamoDBRecord[]>;
  close(): void;
};

const isTally = (record: DynamoDBRecord) => /^(TALLY|STAGED#)/.test(record.dynamodb?.Keys?.sk?.S ?? "");

export const openStream = async (
  { documents, endpoint, tableName }: Pick<World, "documents" | "endpoint" | "tableName">,
  wanted: (record: DynamoDBRecord) => boolean = isTally,
): Promise<TallyStream> => {
  const streams = new DynamoDBStreamsClient({ endpoint, region, credentials: documents.config.credentials });
  const { Table } = await documents.send(new DescribeTableCommand({ TableName: tableName }));
  const StreamArn = Table?.LatestStreamArn;
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const iterators = await Promise.all(
    (StreamDescription?.Shards ?? []).map(async ({ ShardId }) => {
      const start = { StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" } as const;
      return (await streams.send(new GetShardIteratorCommand(start))).ShardIterator;
    }),
  );
  const readShard = async (i: number): Promise<DynamoDBRecord[]> => {
    const found: DynamoDBRecord[] = [];
    for (let more = true; more && iterators[i]; ) {
      const { Records = [], NextShardIterator } = await streams.send(
        new GetRecordsCommand({ ShardIterator: iterators[i] }),
      );
      iterators[i] = NextShardIterator;
      more = Records.length > 0;
      found.push(...(Records as unknown as DynamoDBRecord[]).map(asLambdaEvent));
    }
    return found.filter(wanted);
  };
  return {
    read: async () => (await Promise.all(iterators.map((_, i) => readShard(i)))).flat(),
    close: () => streams.destroy(),
  };
};

/** Times are seconds in Lambda and Dates in the SDK. */
const asLambdaEvent = (record: DynamoDBRecord): DynamoDBRecord => {
  const at: unknown = record.dynamodb?.ApproximateCreationDateTime;
  const seconds = at instanceof Date ? at.getTime() / 1_000 : Number(at ?? 0);
  return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: seconds } };
};

/** Rolls up until the stream is empty: a write to one level is rolled up to the next. */
export const settled = async (
  stream: TallyStream,
  rollUp: (records: DynamoDBRecord[]) => Promise<DynamoDBBatchResponse>,
) => {
  for (let records = await stream.read(); records.length > 0; records = await stream.read()) {
    const { batchItemFailures } = await rollUp(records);
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records were not rolled up`);
  }
};

/** The stream of tallies of a world, and the function that rolls them up; failed records are in `failed`. */
export const useRollUps = (world: World) => {
  let stream: TallyStream | undefined;
  beforeAll(async () => {
    stream = await openStream(world);
  });
  afterAll(() => stream?.close());
  const failed: string[] = [];
  const read = async () => (stream ? stream.read() : []);
  const rollUp = (Records: DynamoDBRecord[], table: Table = world.dependencies.table) =>
    createStreamHandler([createApplyStagedChanges(() => ({ table })), createRollUp(() => ({ table }))], (id) =>
      failed.push(id),
    )({ Records });
  return { read, rollUp, failed, settle: () => settled({ read, close: () => undefined }, rollUp) };
};
