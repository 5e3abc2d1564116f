import { setTimeout as wait } from "node:timers/promises";
import { BatchGetItemCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";

export type StoredTable = { dynamodb: Pick<DynamoDBClient, "send">; tableName: string };

type Key = { pk: string; sk: string };
export type StoredItem = Key & Record<string, unknown>;

/** The most keys of one BatchGetItem. */
export const keyLimit = 100;
/** Milliseconds before the keys are read that a throttled table left. */
const pause = 200;

/** The items of up to `keyLimit` keys in their order, read consistently; undefined where the table has none. */
export const getItems = async ({ dynamodb, tableName }: StoredTable, keys: readonly Key[]) => {
  const found = new Map<string, StoredItem>();
  let left = keys.map(({ pk, sk }) => marshall({ pk, sk }));
  while (left.length > 0) {
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: true } } }),
    );
    for (const each of Responses?.[tableName] ?? []) {
      const item = unmarshall(each) as StoredItem;
      found.set(nameOf(item), item);
    }
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (left.length > 0) await wait(pause);
  }
  return keys.map((key) => found.get(nameOf(key)));
};

const nameOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
