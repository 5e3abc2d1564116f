import type { TableClient } from "./client.ts";
import { BatchGetCommand, GetCommand, QueryCommand } from "./commands.ts";
import { rethrow, serviceUnavailable } from "./failures.ts";
import { isEmpty, outside, queryInput, type Range } from "./range.ts";
import { createRetrier, type RetryRuntime, systemRetryRuntime } from "./retry.ts";
import { transact } from "./transact.ts";
import type { Item, Key, Write } from "./write.ts";

/** Keys that one BatchGetItem takes. */
const batchSize = 100;

export type Found = { items: Item[] /** There may be more behind the last item. */; more: boolean };

/** A read that may lag a moment behind the last write, at half the price. */
export type ReadOptions = { consistency?: "eventual" };

/** Access to the one table. Reads of base items are consistent unless they may lag; those of indexes always may. */
export type Table = {
  get(key: Key): Promise<Item | undefined>;
  /** Up to 100 items, in the order of the keys; `undefined` where none stands. */
  getMany(keys: readonly Key[], how?: ReadOptions): Promise<(Item | undefined)[]>;
  query(range: Range): Promise<Found>;
  /** Writes all or nothing. Throws the Problem of the condition that did not hold. */
  write(writes: readonly Write[]): Promise<void>;
};

export const createTable = (
  client: TableClient,
  tableName: string,
  newToken: () => string,
  retryRuntime: RetryRuntime = systemRetryRuntime,
): Table => ({
  get: async (key) => {
    const command = new GetCommand({ TableName: tableName, Key: { pk: key.pk, sk: key.sk }, ConsistentRead: true });
    const answer = await client.send(command).catch(rethrow);
    return answer.Item as Item | undefined;
  },
  getMany: async (keys, { consistency } = {}) => {
    const found = await getBatch(client, tableName, keys, consistency !== "eventual", retryRuntime);
    return keys.map((key) => found.get(nameOf(key)));
  },
  query: async (range) => {
    if (isEmpty(range)) return { items: [], more: false };
    const answer = await client.send(new QueryCommand({ TableName: tableName, ...queryInput(range) })).catch(rethrow);
    const items = ((answer.Items ?? []) as Item[]).filter((item) => !outside(range, item));
    return { items, more: answer.LastEvaluatedKey !== undefined };
  },
  write: (writes) => transact(client, tableName, writes, newToken(), retryRuntime),
});

const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;

const getBatch = async (
  client: TableClient,
  tableName: string,
  keys: readonly Key[],
  ConsistentRead: boolean,
  retryRuntime: RetryRuntime,
) => {
  const found = new Map<string, Item>();
  let asked = [...new Map(keys.map((key) => [nameOf(key), { pk: key.pk, sk: key.sk }])).values()];
  if (asked.length > batchSize) throw new RangeError(`getMany takes at most ${batchSize} keys, not ${asked.length}`);
  const again = createRetrier(retryRuntime);
  while (asked.length > 0) {
    const command = new BatchGetCommand({ RequestItems: { [tableName]: { Keys: asked, ConsistentRead } } });
    const answer = await client.send(command).catch(rethrow);
    for (const item of (answer.Responses?.[tableName] ?? []) as Item[]) found.set(nameOf(item), item);
    asked = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
    if (asked.length > 0 && !(await again())) throw serviceUnavailable();
  }
  return found;
};
