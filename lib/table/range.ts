import { table as contract, type IndexName } from "../vocabulary/table.ts";
import type { Item } from "./write.ts";

/** What a query reads: a part of one partition, of the table or of an index. */
export type Range = {
  partition: string;
  index?: IndexName;
  /** Sort keys that begin so. */
  prefix?: string;
  /** Ends that belong to the range. */
  from?: string | undefined;
  to?: string | undefined;
  /** Ends that do not. */
  above?: string | undefined;
  below?: string | undefined;
  descending?: boolean;
  limit?: number;
  /** Of the table itself: may lag a moment behind the last write, at half the price. */
  consistency?: "eventual";
};

/** Behind every character that a sort key holds: closes the range that a prefix opens. */
const beyond = "\u{10FFFF}";

const isText = (value: string | undefined): value is string => value !== undefined;
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The lowest and highest sort key of a range. BETWEEN includes its ends: `outside` takes open ends off again. */
const endsOf = (range: Range) => ({
  low: [range.prefix, range.from, range.above].filter(isText).sort(byBytes).at(-1),
  high: [range.prefix === undefined ? undefined : range.prefix + beyond, range.to, range.below]
    .filter(isText)
    .sort(byBytes)[0],
});

/** Whether nothing can lie in the range; DynamoDB refuses such a query instead of finding nothing. */
export const isEmpty = (range: Range): boolean => {
  const { low, high } = endsOf(range);
  return low !== undefined && high !== undefined && byBytes(low, high) > 0;
};

export const keysOf = (index: IndexName | undefined) =>
  index ? contract.indexes[index] : { partitionKey: contract.partitionKey, sortKey: contract.sortKey };

/** Whether an item is an end that does not belong to its range. */
export const outside = (range: Range, item: Item): boolean => {
  const sort = item[keysOf(range.index).sortKey];
  return sort === range.above || sort === range.below;
};

/** The input of a Query. An open end costs one item that is read and left out. */
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
