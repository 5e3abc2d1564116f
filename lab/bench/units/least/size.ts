import { table } from "../../../../lib/contract/table.ts";
import type { Item } from "../../../../lib/table/write.ts";

/**
 * Bytes that DynamoDB counts for an item: names and values in UTF-8, numbers by two digits a byte, three bytes for what holds
 * others and one for each of those.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const bytesOf = (item: Readonly<Record<string, unknown>>): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOfValue(value), 0);

const bytesOfValue = (value: unknown): number => {
  if (typeof value === "string") return Buffer.byteLength(value);
  if (typeof value === "number") return bytesOfNumber(value);
  if (typeof value !== "object" || value === null) return 1;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + 1 + bytesOfValue(one), 3);
  return Object.entries(value).reduce((sum, [name, one]) => sum + 1 + Buffer.byteLength(name) + bytesOfValue(one), 3);
};

const bytesOfNumber = (value: number) => {
  const digits = String(Math.abs(value))
    .replace(/^0+|\./g, "")
    .replace(/0+$/, "").length;
  return Math.ceil(digits / 2) + 1 + (value < 0 ? 1 : 0);
};

/** What storing an item costs beside its own bytes. https://aws.amazon.com/dynamodb/pricing/on-demand/ */
const overhead = 100;

/** Bytes that are paid for as storage: of items that stay, each once more in every index it stands in. */
export const bytesKept = (moment: ReadonlyMap<string, Item>): number =>
  [...moment.values()]
    .filter((item) => item[table.expiryAttribute] === undefined)
    .reduce((sum, item) => sum + (bytesOf(item) + overhead) * (1 + entriesOf(item)), 0);

const entriesOf = (item: Item) =>
  Object.values(table.indexes).filter(({ partitionKey }) => item[partitionKey] !== undefined).length;
