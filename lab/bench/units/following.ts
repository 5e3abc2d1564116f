import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Context, DynamoDBRecord } from "aws-lambda";
import { functions } from "../../../lib/contract/functions.ts";
import { openStream } from "../../../test/store/statistics/stream.ts";
import { credentials, region } from "../../../test/support/table.ts";
import type { Handlers } from "../place/handlers.ts";
import type { Place } from "../place/place.ts";
import type { Call, Recorder } from "./recorder.ts";

/** The followup function behind the stream of a place. */
export type Following = {
  /** Follows all that has happened, level by level up to the root; gives what each batch asked of the table. */
  follow(): Promise<Call[][]>;
  close(): void;
};

/** Records that one batch hands over, as the trigger does. */
const batch = 100;

export const startFollowing = async (place: Place, handlers: Handlers, recorder: Recorder): Promise<Following> => {
  const base = new DynamoDBClient({ endpoint: place.endpoint, region, credentials });
  const at = { documents: DynamoDBDocumentClient.from(base), endpoint: place.endpoint };
  const stream = await openStream({ ...at, tableName: place.variables.contract.TABLE_NAME }, isFollowed);
  const followup = handlers.get("streamProcessor");
  if (!followup) throw new Error("No function follows the stream");
  const hand = async (Records: readonly DynamoDBRecord[]) => {
    const answer = await followup({ Records }, {} as Context);
    const { batchItemFailures } = answer as { batchItemFailures: unknown[] };
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} records were not followed`);
  };
  return {
    follow: async () => {
      const batches: Call[][] = [];
      for (let found = await stream.read(); found.length > 0; found = await stream.read())
        for (let i = 0; i < found.length; i += batch)
          batches.push(await recorder.record(() => hand(found.slice(i, i + batch))));
      return batches;
    },
    close: () => {
      stream.close();
      base.destroy();
    },
  };
};

const isFollowed = ({ dynamodb }: DynamoDBRecord) =>
  functions.streamProcessor.streamKeyPrefixes.some((prefix) => dynamodb?.Keys?.sk?.S?.startsWith(prefix));
