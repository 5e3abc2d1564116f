import { setTimeout as wait } from "node:timers/promises";
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  paginateScan,
} from "@aws-sdk/client-dynamodb";
import { messageOf } from "../errors.ts";
import type { LocalEnvironment } from "../local-environment.ts";

/** A table whose items expire: the attribute holds epoch seconds. */
export type ExpiringTable = { name: string; keys: readonly string[]; attribute: string };

/** DynamoDB leaves what has expired longer ago for a mistake. Seconds of five years.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
const forgotten = 5 * 365 * 86_400;

/**
 * Deletes what has expired, as DynamoDB does in its own time: each item on condition that it still has. Gives how many.
 * @param now epoch seconds
 * @param signal ends it after the page it is at
 */
export const deleteExpired = async (
  client: DynamoDBClient,
  { name, keys, attribute }: ExpiringTable,
  now: number,
  signal?: AbortSignal,
): Promise<number> => {
  const due = {
    ExpressionAttributeNames: { "#expiry": attribute },
    ExpressionAttributeValues: { ":now": { N: String(now) }, ":then": { N: String(now - forgotten) } },
  };
  const found = "#expiry BETWEEN :then AND :now";
  let swept = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: name, ...due, FilterExpression: found })) {
    if (signal?.aborted) break;
    for (const item of Items) {
      const Key = Object.fromEntries(Object.entries(item).filter(([attributeName]) => keys.includes(attributeName)));
      try {
        await client.send(new DeleteItemCommand({ TableName: name, Key, ...due, ConditionExpression: found }));
        swept += 1;
      } catch (error) {
        // It was given more time since it was looked at.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  }
  return swept;
};

/** Milliseconds between looks at a whole table. DynamoDB takes up to days; what must hold after expiry is a condition. */
const sweepEvery = 600_000;

/** Keeps deleting what has expired; the first time at once, since nothing was deleted while the service was stopped. */
export const startExpiry = ({ dynamodb, expiringTables }: LocalEnvironment, log: (message: string) => void) => {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      for (const table of expiringTables)
        await deleteExpired(dynamodb, table, Math.floor(Date.now() / 1_000), stopping.signal).catch(
          (error: unknown) => {
            if (!stopping.signal.aborted) log(`${table.name}: ${messageOf(error)}`);
          },
        );
      await wait(sweepEvery, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
};
