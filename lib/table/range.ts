import { table as contract, type IndexName } from "../vocabulary/table.ts";
import type { Item } from "./write.ts";

/** A range of one partition, of the table or of an index. */
export type Range = {
  partition: string;
  index?: IndexName;
  /** Prefix of the sort keys. */
  prefix?: string;
  /** Inclusive ends. */
  from?: string | undefined;
  to?: string | undefined;
  /** Exclusive ends. */
  above?: string | undefined;
  below?: string | undefined;
  descending?: boolean;
  limit?: number;
  /** For the table itself; costs half as much. */
  consistency?: "eventual";
};

/** Greater than every character of a sort key: the end of the range of a prefix. */
const beyond = "\u{10FFFF}";

const isText = (value: string | undefined): value is string => value !== undefined;
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The lowest and highest sort key of a range. BETWEEN is inclusive: `isOutside` filters exclusive ends. */
const endsOf = (range: Range) => ({
  low: [range.prefix, range.from, range.above].filter(isText).sort(byBytes).at(-1),
  high: [range.prefix === undefined ? undefined : range.prefix + beyond, range.to, range.below]
    .filter(isText)
    .sort(byBytes)[0],
});

/** Whether the range is empty; DynamoDB rejects such a query. */
export const isEmpty = (range: Range): boolean => {
  const { low, high } = endsOf(range);
  return low !== undefined && high !== undefined && byBytes(low, high) > 0;
};

export const keysOf = (index: IndexName | undefined) =>
  index ? contract.indexes[index] : { partitionKey: contract.partitionKey, sortKey: contract.sortKey };

/** Whether an item is an exclusive end of its range. */
export const isOutside = (range: Range, item: Item): boolean => {
  const sort = item[keysOf(range.index).sortKey];
  return sort === range.above || sort === range.below;
};

/** The input of a Query. An exclusive end costs one item that is read and left out. */
export const queryInput = (range: Range) => {
  const keys = keysOf(range.index);
  const { low, high } = endsOf(range);
  const conditions = ["#partition = :partition"];
  if (low !== undefined && high !== undefined) conditions.push("#sort BETWEEN :low AND :high");
  else if (low !== undefined) conditions.push("#sort >= :low");
  else if (high !== undefined) conditions.push("#sort <= :high");
  const open = range.above === undefined && range.below === undefined ? 0 : 1;
  return {
    ...(range.index ? { IndexName: range.index } : { ConsistentRead: range.consistency !== "eventual" }),
    KeyConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: {
      "#partition": keys.partitionKey,
      ...(conditions.length > 1 ? { "#sort": keys.sortKey } : {}),
    },
    ExpressionAttributeValues: {
      ":partition": range.partition,
      ...(low === undefined ? {} : { ":low": low }),
      ...(high === undefined ? {} : { ":high": high }),
    },
    ScanIndexForward: !range.descending,
    ...(range.limit ? { Limit: range.limit + open } : {}),
  };
};
