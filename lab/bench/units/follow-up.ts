import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Context, DynamoDBRecord } from "aws-lambda";
import { functions } from "../../../lib/contract/functions.ts";
import { openStream } from "../../../test/store/statistics/stream.ts";
import { credentials, region } from "../../../test/support/table.ts";
import type { BenchEnvironment, Handlers } from "../environment.ts";
import type { Call, Recorder } from "./recorder.ts";

/** The stream processor on the stream of an environment. */
export type FollowUp = {
  /** Processes all records of the stream, level by level up to the root. Returns the calls of each batch. */
  run(): Promise<Call[][]>;
  close(): void;
};

/** Records in one batch, as the trigger delivers them. */
const batch = 100;

const isFollowed = ({ dynamodb }: DynamoDBRecord) =>
  functions.streamProcessor.streamKeyPrefixes.some((prefix) => dynamodb?.Keys?.sk?.S?.startsWith(prefix));

export const openFollowUp = async (
  { endpoint, variables }: BenchEnvironment,
  handlers: Handlers,
  recorder: Recorder,
): Promise<FollowUp> => {
  const base = new DynamoDBClient({ endpoint, region, credentials });
  const documents = DynamoDBDocumentClient.from(base);
  const stream = await openStream({ documents, endpoint, tableName: variables.contract.TABLE_NAME }, isFollowed);
  const handler = handlers.get("streamProcessor");
  if (!handler) throw new Error("The stream processor is missing");
  const process = async (Records: readonly DynamoDBRecord[]) => {
    const { batchItemFailures } = (await handler({ Records }, {} as Context)) as { batchItemFailures: unknown[] };
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records could not be processed`);
  };
  return {
    run: async () => {
      const batches: Call[][] = [];
      for (let found = await stream.read(); found.length > 0; found = await stream.read())
        for (let i = 0; i < found.length; i += batch)
          batches.push(await recorder.record(() => process(found.slice(i, i + batch))));
      return batches;
    },
    close: () => {
      stream.close();
      base.destroy();
    },
  };
};
