import { table } from "../../../lib/vocabulary/table.ts";
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

/** Throws if an item is too large or a key of the table or an index is not a text. */
export const checkItem = (item: Attributes): void => {
  keyOf({ pk: item.pk, sk: item.sk });
  for (const name of indexKeys) {
    const value = item[name];
    if (value !== undefined && (typeof value !== "string" || value === ""))
      throw invalid(`Type mismatch for the index key ${name}`);
  }
  if (bytesIn(item) > itemBytes) throw invalid("Item size has exceeded the maximum allowed size");
};

type Partitions = Map<string, Map<string, Attributes>>;

const indexes = Object.values(table.indexes);
const isIn = (item: Attributes, partitionKey: string) =>
  item[partitionKey] !== undefined && item[table.indexes.byTenant.sortKey] !== undefined;

/** Sets or deletes an item of a partition, and deletes an empty partition. */
const put = (partitions: Partitions, name: string, key: string, item: Attributes | undefined): void => {
  const partition = partitions.get(name) ?? new Map<string, Attributes>();
  if (item) partition.set(key, item);
  else partition.delete(key);
  if (partition.size > 0) partitions.set(name, partition);
  else partitions.delete(name);
};

/** The stored items. They are immutable. */
export class Items {
  readonly #partitions: Partitions = new Map();
  readonly #indexes = new Map<string, Partitions>(indexes.map(({ partitionKey }) => [partitionKey, new Map()]));

  get({ pk, sk }: ItemKey): Attributes | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  set({ pk, sk }: ItemKey, item: Attributes | undefined): void {
    const before = this.get({ pk, sk });
    put(this.#partitions, pk, sk, item);
    for (const [name, partitions] of this.#indexes) {
      if (before && isIn(before, name)) put(partitions, String(before[name]), `${pk}\n${sk}`, undefined);
      if (item && isIn(item, name)) put(partitions, String(item[name]), `${pk}\n${sk}`, item);
    }
  }

  /** The items of a partition, of the table or of an index, in the order of their sort keys, then of their own keys. */
  in(partition: string, keys: { partitionKey: string; sortKey: string }): Attributes[] {
    const partitions = this.#indexes.get(keys.partitionKey) ?? this.#partitions;
    const items = [...(partitions.get(partition)?.values() ?? [])];
    const sort = (item: Attributes) => String(item[keys.sortKey]);
    return items.sort((a, b) => byBytes(sort(a), sort(b)) || byBytes(`${a.pk}\n${a.sk}`, `${b.pk}\n${b.sk}`));
  }

  *all(): Iterable<Attributes> {
    for (const partition of this.#partitions.values()) yield* partition.values();
  }
}

/** A mutable copy. */
export const copyOfItem = (item: Attributes): Attributes => copyOf(item) as Attributes;
