import { table } from "../../../lib/contract/table.ts";
import { invalid } from "./errors.ts";
import { type Attributes, byBytes, bytesIn, copyOf } from "./values.ts";

/** Bytes that one item may have: DynamoDB's own limit. */
const itemBytes = 400 * 1_024;

export type ItemKey = { pk: string; sk: string };

export const keyOf = (key: unknown): ItemKey => {
  const { pk, sk, ...others } = key as Record<string, unknown>;
  if (typeof pk !== "string" || typeof sk !== "string" || pk === "" || sk === "" || Object.keys(others).length > 0)
    throw invalid("The provided key element does not match the schema");
  return { pk, sk };
};

const indexKeys = new Set(Object.values(table.indexes).flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]));

/** Throws where an item is too large, or has no texts where the table and its indexes need them. */
export const checkItem = (item: Attributes): void => {
  keyOf({ pk: item.pk, sk: item.sk });
  for (const name of indexKeys) {
    const value = item[name];
    if (value !== undefined && (typeof value !== "string" || value === ""))
      throw invalid(`Type mismatch for the index key ${name}`);
  }
  if (bytesIn(item) > itemBytes) throw invalid("Item size has exceeded the maximum allowed size");
};

/** The items that stand. What is taken out or put in is never changed afterwards. */
export class Items {
  readonly #partitions = new Map<string, Map<string, Attributes>>();

  get({ pk, sk }: ItemKey): Attributes | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  set({ pk, sk }: ItemKey, item: Attributes | undefined): void {
    const partition = this.#partitions.get(pk) ?? new Map<string, Attributes>();
    if (item) partition.set(sk, item);
    else partition.delete(sk);
    if (partition.size > 0) this.#partitions.set(pk, partition);
    else this.#partitions.delete(pk);
  }

  /** Copies of the items of a partition, of the table or of an index, in the order of their sort keys, then of their own keys. */
  in(partition: string, keys: { partitionKey: string; sortKey: string }): Attributes[] {
    const items =
      keys.partitionKey === table.partitionKey
        ? [...(this.#partitions.get(partition)?.values() ?? [])]
        : [...this.all()].filter((item) => item[keys.partitionKey] === partition && item[keys.sortKey] !== undefined);
    const sort = (item: Attributes) => String(item[keys.sortKey]);
    return items.sort((a, b) => byBytes(sort(a), sort(b)) || byBytes(`${a.pk}\n${a.sk}`, `${b.pk}\n${b.sk}`));
  }

  *all(): Iterable<Attributes> {
    for (const partition of this.#partitions.values()) yield* partition.values();
  }
}

/** A copy that its taker may change. */
export const copyOfItem = (item: Attributes): Attributes => copyOf(item) as Attributes;
