import type { TableClient } from "../../../lib/table/client.ts";
import { table as contract } from "../../../lib/vocabulary/table.ts";
import type { Command, MemoryEngine } from "../../../test/support/memory-engine/engine.ts";
import { type Attributes, bytesIn, isSame } from "../../../test/support/memory-engine/values.ts";

/** Units of one second at a partition key. */
export type Load = { read: number; write: number };

/** Counts units by second and partition key of the table and its indexes, and transactions by item. */
export type Meter = {
  client: TableClient;
  /** Starts a second. */
  at(second: number): void;
  keys: ReadonlyMap<string, ReadonlyMap<number, Load>>;
  /** Transactions by the item that they write or check. */
  items: ReadonlyMap<string, ReadonlyMap<number, number>>;
};

const writeUnit = 1_024;
const readUnit = 4_096;
const inTransaction = 2;
const eventually = 0.5;

const writeUnits = (items: readonly (Attributes | undefined)[]) =>
  Math.max(1, ...items.map((item) => (item ? Math.ceil(bytesIn(item) / writeUnit) : 0)));
const readUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / readUnit));

type Action = { Put?: Acted; Update?: Acted; Delete?: Acted; ConditionCheck?: Acted };
type Acted = { Item?: Attributes; Key?: Attributes };

export const createMeter = (engine: MemoryEngine): Meter => {
  const keys = new Map<string, Map<number, Load>>();
  const items = new Map<string, Map<number, number>>();
  let second = 0;
  const count = (key: string, kind: keyof Load, units: number) => {
    const seconds = keys.get(key) ?? new Map<number, Load>();
    keys.set(key, seconds);
    const load = seconds.get(second) ?? { read: 0, write: 0 };
    seconds.set(second, load);
    load[kind] += units;
  };
  const touched = (key: string) => {
    const seconds = items.get(key) ?? new Map<number, number>();
    items.set(key, seconds);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  };
  const countWrite = (key: Attributes, before: Attributes | undefined, times: number) => {
    const after = engine.look({ pk: key.pk, sk: key.sk });
    count(`${key.pk}`, "write", times * writeUnits([before, after]));
    for (const [name, units] of indexWrites(before, after)) count(name, "write", times * units);
  };
  const countRead = (command: Command, output: object) => {
    for (const { key, units } of readsOf(command, output)) count(key, "read", units);
  };
  const send = async (command: Command): Promise<object> => {
    const acts = actsOf(command);
    const before = acts.map(({ pk, sk }) => engine.look({ pk, sk }));
    const times = command.constructor.name === "TransactWriteCommand" ? inTransaction : 1;
    const output = engine.send(command);
    acts.forEach((key, i) => {
      countWrite(key, before[i], times);
      if (times === inTransaction) touched(`${key.pk} ${key.sk}`);
    });
    if (acts.length === 0) countRead(command, output);
    return output;
  };
  return {
    client: { send } as unknown as TableClient,
    at: (now) => {
      second = now;
    },
    keys,
    items,
  };
};

const keyNames = ({ Item, Key }: Acted): Attributes => {
  const { pk = "", sk = "" } = Item ?? Key ?? {};
  return { pk, sk };
};

/** Keys of the items that a command writes or checks. */
const actsOf = ({ constructor: { name }, input }: Command): Attributes[] => {
  if (name === "PutCommand") return [keyNames(input as Acted)];
  if (name !== "TransactWriteCommand") return [];
  const { TransactItems = [] } = input as { TransactItems?: Action[] };
  return TransactItems.flatMap((action) => Object.values(action).map((acted) => keyNames(acted)));
};

/** Units of a write in each index: one write where the item keeps its key there, two where it moves. */
const indexWrites = (before: Attributes | undefined, after: Attributes | undefined): [string, number][] =>
  Object.entries(contract.indexes).flatMap(([index, { partitionKey, sortKey }]): [string, number][] => {
    const keyOf = (item: Attributes | undefined) =>
      item?.[partitionKey] === undefined ? undefined : `${index} ${item[partitionKey]}`;
    const [from, to] = [keyOf(before), keyOf(after)];
    if (from === to && before?.[sortKey] === after?.[sortKey])
      return to === undefined || isSame(before, after) ? [] : [[to, writeUnits([before, after])]];
    return [
      ...(from === undefined ? [] : [[from, writeUnits([before])] as [string, number]]),
      ...(to === undefined ? [] : [[to, writeUnits([after])] as [string, number]]),
    ];
  });

type Read = { key: string; units: number };
type Batch = Record<string, { Keys: Attributes[] }>;
type Output = { Item?: Attributes; Items?: Attributes[]; Responses?: Record<string, Attributes[]> };
type Query = { IndexName?: string; ExpressionAttributeValues?: Attributes };

/** Units of a read by partition key; an absent item takes one. */
const readsOf = ({ constructor: { name }, input }: Command, output: Output): Read[] => {
  if (name === "GetCommand") {
    const { Key = {} } = input as Acted;
    return [{ key: `${Key.pk}`, units: readUnits(output.Item ? bytesIn(output.Item) : 0) }];
  }
  if (name === "BatchGetCommand") {
    const found = new Map(
      Object.values(output.Responses ?? {})
        .flat()
        .map((item) => [`${item.pk} ${item.sk}`, item]),
    );
    const wanted = Object.values((input as { RequestItems: Batch }).RequestItems).flatMap(({ Keys }) => Keys);
    return wanted.map(({ pk, sk }) => {
      const item = found.get(`${pk} ${sk}`);
      return { key: `${pk}`, units: readUnits(item ? bytesIn(item) : 0) };
    });
  }
  const { IndexName, ExpressionAttributeValues: values = {} } = input as Query;
  const bytes = (output.Items ?? []).reduce((sum, item) => sum + bytesIn(item), 0);
  const partition = `${values[":partition"]}`;
  return IndexName === undefined
    ? [{ key: partition, units: readUnits(bytes) }]
    : [{ key: `${IndexName} ${partition}`, units: readUnits(bytes) * eventually }];
};
