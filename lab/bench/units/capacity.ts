import type { ConsumedCapacity } from "@aws-sdk/client-dynamodb";

export type Units = { read: number; write: number };

const reads = new Set(["GetItem", "BatchGetItem", "Query", "TransactGetItems"]);
const writes = new Set(["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"]);

/**
 * Units that AWS would count for one call, out of what dynoxide tells by table and index. It counts the index writes of
 * a transaction once where AWS counts them twice, for preparing and for committing. Throws for a call it does not know.
 */
export const unitsOf = (operation: string, consumed: ConsumedCapacity | ConsumedCapacity[] | undefined): Units => {
  const each = Array.isArray(consumed) ? consumed : [consumed ?? {}];
  const inTable = sum(each.map(({ Table: table }) => table?.CapacityUnits ?? 0));
  const inIndexes = sum(
    each.flatMap(({ GlobalSecondaryIndexes: indexes }) =>
      Object.values(indexes ?? {}).map(({ CapacityUnits: units }) => units ?? 0),
    ),
  );
  if (reads.has(operation)) return { read: inTable + inIndexes, write: 0 };
  if (!writes.has(operation)) throw new Error(`${operation} is no call whose capacity is known`);
  return { read: 0, write: inTable + inIndexes * (operation === "TransactWriteItems" ? 2 : 1) };
};

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
