import { limits } from "../vocabulary/limits.ts";
import type { TableClient } from "./client.ts";
import { BatchGetCommand, GetCommand, QueryCommand } from "./commands.ts";
import { rethrow, serviceUnavailable } from "./failures.ts";
import { isEmpty, isOutside, queryInput, type Range } from "./range.ts";
import { createRetrier, type RetryRuntime, systemRetryRuntime } from "./retry.ts";
import { transact } from "./transact.ts";
import type { Item, Key, Write } from "./write.ts";

export type Found = { items: Item[] /** There may be more after the last item. */; more: boolean };

/** An eventually consistent read costs half as much. */
export type ReadOptions = { consistency?: "eventual" };

/** Access to the table. Reads are strongly consistent unless stated; reads of indexes are always eventually consistent. */
export type Table = {
  get(key: Key): Promise<Item | undefined>;
  /** Up to 100 items in the order of the keys; `undefined` where there is none. */
  getMany(keys: readonly Key[], options?: ReadOptions): Promise<(Item | undefined)[]>;
  query(range: Range): Promise<Found>;
  /** Writes all or nothing. Throws the Problem of a failed condition. */
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
    const response = await client.send(command).catch(rethrow);
    return response.Item as Item | undefined;
  },
  getMany: async (keys, { consistency } = {}) => {
    const found = await getBatch(client, tableName, keys, consistency !== "eventual", retryRuntime);
    return keys.map((key) => found.get(nameOf(key)));
  },
  query: async (range) => {
    if (isEmpty(range)) return { items: [], more: false };
    const response = await client.send(new QueryCommand({ TableName: tableName, ...queryInput(range) })).catch(rethrow);
    const items = ((response.Items ?? []) as Item[]).filter((item) => !isOutside(range, item));
    return { items, more: response.LastEvaluatedKey !== undefined };
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
  let missing = [...new Map(keys.map((key) => [nameOf(key), { pk: key.pk, sk: key.sk }])).values()];
  if (missing.length > limits.batchReads)
    throw new RangeError(`getMany takes at most ${limits.batchReads} keys, not ${missing.length}`);
  const retry = createRetrier(retryRuntime);
  while (missing.length > 0) {
    const command = new BatchGetCommand({ RequestItems: { [tableName]: { Keys: missing, ConsistentRead } } });
    const response = await client.send(command).catch(rethrow);
    for (const item of (response.Responses?.[tableName] ?? []) as Item[]) found.set(nameOf(item), item);
    missing = (response.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
    if (missing.length > 0 && !(await retry())) throw serviceUnavailable();
  }
  return found;
};
