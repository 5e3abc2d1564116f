import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Context } from "aws-lambda";
import type { Handlers } from "../../bench/place/handlers.ts";
import { type Place, tableName } from "../../bench/place/place.ts";
import type { Call, Recorder } from "../../bench/units/recorder.ts";
import { openStream } from "../../store/statistics/stream.ts";
import { credentials, region } from "../../support/table.ts";

/** The followup function behind the stream of a place, one batch after the other. */
export type Following = {
  /** Lets it follow all that has happened, level by level up to the root; gives what each batch asked of the table. */
  follow(): Promise<Call[][]>;
  close(): void;
};

/** Records that one batch hands over. */
const batch = 100;

export const startFollowing = async (place: Place, handlers: Handlers, recorder: Recorder): Promise<Following> => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint: place.endpoint, region, credentials }));
  const stream = await openStream({ client, tableName }, () => true);
  const followup = handlers.get("followup");
  if (!followup) throw new Error("No function follows the stream");
  const handed = async (Records: readonly unknown[]) => {
    const answer = await followup({ Records }, {} as Context);
    const { batchItemFailures } = answer as { batchItemFailures: unknown[] };
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records were not followed`);
  };
  return {
    follow: async () => {
      const batches: Call[][] = [];
      for (let records = await stream.read(); records.length > 0; records = await stream.read())
        for (let i = 0; i < records.length; i += batch)
          batches.push(await recorder.record(() => handed(records.slice(i, i + batch))));
      return batches;
    },
    close: () => {
      stream.close();
      client.destroy();
    },
  };
};
