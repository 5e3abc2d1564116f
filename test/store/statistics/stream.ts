import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBBatchResponse, DynamoDBRecord } from "aws-lambda";
import { region } from "../../support/table.ts";
import type { World } from "../../support/world.ts";

/** The table's stream, as far as a trigger with a filter sees it. */
export type Tallies = {
  /** The records that have come since the last call, in their order. */
  read(): Promise<DynamoDBRecord[]>;
  close(): void;
};

const isTally = (record: DynamoDBRecord) => record.dynamodb?.Keys?.sk?.S?.startsWith("TALLY") === true;

export const openStream = async (
  { client, tableName }: Pick<World, "client" | "tableName">,
  wanted: (record: DynamoDBRecord) => boolean = isTally,
): Promise<Tallies> => {
  const endpoint = await client.config.endpoint?.();
  if (!endpoint) throw new Error("The engine has no address");
  const streams = new DynamoDBStreamsClient({ endpoint, region, credentials: client.config.credentials });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
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
      found.push(...(Records as unknown as DynamoDBRecord[]).map(asLambdaGives));
    }
    return found.filter(wanted);
  };
  return {
    read: async () => (await Promise.all(iterators.map((_, i) => readShard(i)))).flat(),
    close: () => streams.destroy(),
  };
};

/** Lambda gives the time as seconds, the SDK as a Date. */
const asLambdaGives = (record: DynamoDBRecord): DynamoDBRecord => {
  const at: unknown = record.dynamodb?.ApproximateCreationDateTime;
  const seconds = at instanceof Date ? at.getTime() / 1_000 : Number(at ?? 0);
  return { ...record, dynamodb: { ...record.dynamodb, ApproximateCreationDateTime: seconds } };
};

/** Carries until nothing comes any more: what is carried to one level comes again for the next. */
export const settled = async (
  stream: Tallies,
  carry: (records: DynamoDBRecord[]) => Promise<DynamoDBBatchResponse>,
) => {
  for (let records = await stream.read(); records.length > 0; records = await stream.read()) {
    const { batchItemFailures } = await carry(records);
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records were not carried`);
  }
};
