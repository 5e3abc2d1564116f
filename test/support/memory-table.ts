import { isEmpty, isOutside, keysOf, type Range } from "../../lib/table/range.ts";
import type { Found, Table } from "../../lib/table/table.ts";
import type { Item } from "../../lib/table/write.ts";

const bytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** A table that only queries. A query reads at most `pageSize` items, as DynamoDB's stops at 1 MB; `reads` are their numbers. */
export const memoryTable = (items: readonly Item[], pageSize = 10_000): Table & { reads: number[] } => {
  const reads: number[] = [];
  const query = async (range: Range): Promise<Found> => {
    if (isEmpty(range)) return { items: [], more: false };
    const { partitionKey, sortKey } = keysOf(range.index);
    const sort = (item: Item) => String(item[sortKey]);
    const open = range.above === undefined && range.below === undefined ? 0 : 1;
    const matching = items
      .filter((item) => item[partitionKey] === range.partition)
      .filter((item) => range.above === undefined || bytes(sort(item), range.above) >= 0)
      .filter((item) => range.below === undefined || bytes(sort(item), range.below) <= 0)
      .sort((a, b) => (range.descending ? bytes(sort(b), sort(a)) : bytes(sort(a), sort(b))));
    const read = matching.slice(0, Math.min((range.limit ?? Number.POSITIVE_INFINITY) + open, pageSize));
    reads.push(read.length);
    return { items: read.filter((item) => !isOutside(range, item)), more: read.length < matching.length };
  };
  return { query, reads } as unknown as Table & { reads: number[] };
};
