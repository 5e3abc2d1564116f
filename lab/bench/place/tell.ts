import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { createStreamHandler } from "../../../functions/stream-processor/follower.ts";
import { createTellChanges } from "../../../functions/stream-processor/tell-changes.ts";
import { createTableClient } from "../../../lib/table/client.ts";
import { createTable } from "../../../lib/table/table.ts";
import { openStream } from "../../../test/store/statistics/stream.ts";
import { credentials, region } from "../../../test/support/table.ts";
import type { Place } from "./place.ts";

/** Records one batch hands over. */
const batch = 100;
const nothing = async () => undefined;

/** Tells all that has happened at a place in the feeds, so that there is something to read. */
export const tellChanges = async ({ endpoint, variables: { contract } }: Place): Promise<void> => {
  const client = createTableClient({ endpoint: new URL(endpoint), region, credentials });
  const table = createTable(client, contract.TABLE_NAME, () => crypto.randomUUID());
  const telling = { table, clock: Date.now, newSalt: () => crypto.randomUUID(), publish: nothing, start: nothing };
  const handler = createStreamHandler([createTellChanges(() => telling)]);
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region, credentials }));
  const stream = await openStream({ documents, endpoint, tableName: contract.TABLE_NAME }, () => true);
  const records: DynamoDBRecord[] = await stream.read();
  for (let i = 0; i < records.length; i += batch) {
    const { batchItemFailures } = await handler({ Records: records.slice(i, i + batch) });
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} changes were not told`);
  }
  stream.close();
  documents.destroy();
};
