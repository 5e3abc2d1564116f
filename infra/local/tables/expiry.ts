import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { messageOf } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";
import type { ExpiringTable } from "../pollers/settings.ts";
import { repeat } from "../repeat.ts";

/** DynamoDB ignores expiry times more than five years ago. Seconds.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const ignoredAge = 5 * 365 * 86_400;

/** Milliseconds between scans. DynamoDB may take days, so nothing may depend on the time of the deletion. */
const expiryInterval = 600_000;

/**
 * Deletes expired items, each on condition that it is still expired. Returns their number.
 * @param now epoch seconds
 * @param signal stops after the current page
 */
export const deleteExpired = async (
  client: DynamoDBClient,
  { name, keys, attribute }: ExpiringTable,
  { now, signal }: { now: number; signal?: AbortSignal },
): Promise<number> => {
  const expression = {
    ExpressionAttributeNames: { "#expiry": attribute },
    ExpressionAttributeValues: { ":now": { N: String(now) }, ":oldest": { N: String(now - ignoredAge) } },
  };
  const isExpired = "#expiry BETWEEN :oldest AND :now";
  const query = { TableName: name, ...expression, FilterExpression: isExpired };
  let deleted = 0;
  for await (const { Items = [] } of paginateScan({ client }, query)) {
    if (signal?.aborted) break;
    for (const item of Items) {
      const Key = Object.fromEntries(Object.entries(item).filter(([attributeName]) => keys.includes(attributeName)));
      try {
        await client.send(
          new DeleteItemCommand({ TableName: name, Key, ...expression, ConditionExpression: isExpired }),
        );
        deleted += 1;
      } catch (error) {
        // Its expiry time was changed after the scan.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  }
  return deleted;
};

/** Deletes expired items regularly, first at the start, since nothing was deleted while the service was stopped. */
export const startExpiry = ({ dynamodb, expiringTables }: LocalEnvironment, log: (message: string) => void) => {
  const deleteAll = async (signal: AbortSignal) => {
    const now = Math.floor(Date.now() / 1_000);
    for (const table of expiringTables)
      await deleteExpired(dynamodb, table, { now, signal }).catch((error: unknown) => {
        if (!signal.aborted) log(`Expired items of ${table.name} were not deleted: ${messageOf(error)}`);
      });
  };
  return repeat(deleteAll, { every: expiryInterval });
};
