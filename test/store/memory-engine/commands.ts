import fc from "fast-check";
import { queryInput, type Range } from "../../../lib/table/range.ts";

/** Few partitions and sort keys, so that commands meet at the same items. */
export const partitions = ["P#1", "P#2"];
const sorts = ["META", "N#1", "N#2", "đ", "￿", "\u{10000}"];

const anyKey = fc.record({ pk: fc.constantFrom(...partitions), sk: fc.constantFrom(...sorts) });
const small = fc.integer({ min: -2, max: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const none = fc.constant(undefined);
const anyFields = fc.record({
  version: maybe(small),
  refs: maybe(small),
  status: maybe(fc.constantFrom("draft", "adopted", "")),
  inTenant: maybe(fc.constantFrom("H#1", "H#2")),
  sort: maybe(fc.constantFrom("a#1", "a#2", "ă#1", "b#1", "￿", "\u{10000}")),
  units: maybe(fc.dictionary(fc.constantFrom("x", "y"), fc.record({ place: small }), { maxKeys: 2 })),
  list: maybe(fc.array(fc.oneof(small, fc.constant(null), fc.boolean()), { maxLength: 2 })),
});
const anyItem = fc.tuple(anyKey, anyFields).map(([key, fields]) => ({ ...key, ...fields }));

const names: Record<string, string> = { "#s": "status", "#u": "units", "#x": "x", "#l": "list", "#a": "refs" };
const anyValues = fc.record({
  ":n": small,
  ":m": small,
  ":zero": fc.constant(0),
  ":one": fc.constant(1),
  ":draft": fc.constant("draft"),
  ":c": fc.constant("c"),
  ":unit": small.map((place) => ({ place })),
});

const anyCondition = fc.constantFrom(
  "attribute_not_exists(pk)",
  "attribute_exists(pk)",
  "attribute_not_exists(#s) AND attribute_not_exists(refs)",
  "version = :n",
  "attribute_not_exists(pk) OR version <= :n",
  "#s = :draft AND (attribute_not_exists(refs) OR refs >= :m) AND version < :n",
  "attribute_exists(pk) AND size(#u) < :n",
  "#u.#x.place = :n",
  "#s > :c",
);

const anyUpdate = fc.constantFrom(
  "ADD #a :n, touched :zero",
  "SET version = :n, #s = :draft REMOVE refs",
  "SET version = version + :n",
  "SET refs = if_not_exists(refs, :n)",
  "SET #u.#x = :unit",
  "REMOVE #l ADD refs :one",
  "REMOVE #s, refs",
);

/** The entries that an expression uses; undefined if there are none. */
const usedIn = <T>(text: string, entries: Record<string, T>) => {
  const used = Object.entries(entries).filter(([name]) => new RegExp(`${name}\\b`).test(text));
  return used.length > 0 ? Object.fromEntries(used) : undefined;
};

/** Expressions with their names and values, as commands contain them. */
const anyContent = (
  TableName: string,
  updates: fc.Arbitrary<string | undefined>,
  conditions: fc.Arbitrary<string | undefined>,
) =>
  fc.tuple(updates, conditions, anyValues).map(([UpdateExpression, ConditionExpression, values]) => {
    const text = `${UpdateExpression} ${ConditionExpression}`;
    const ExpressionAttributeNames = usedIn(text, names);
    const ExpressionAttributeValues = usedIn<unknown>(text, values);
    return {
      TableName,
      ...(UpdateExpression && { UpdateExpression }),
      ...(ConditionExpression && { ConditionExpression, ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const }),
      ...(ExpressionAttributeNames && { ExpressionAttributeNames }),
      ...(ExpressionAttributeValues && { ExpressionAttributeValues }),
    };
  });

const anyPut = (table: string) =>
  fc.tuple(anyItem, anyContent(table, none, maybe(anyCondition))).map(([Item, content]) => ({ Item, ...content }));
const anyKeyed = (table: string, updates: fc.Arbitrary<string | undefined>, conditions = maybe(anyCondition)) =>
  fc.tuple(anyKey, anyContent(table, updates, conditions)).map(([Key, content]) => ({ Key, ...content }));

const anyAction = (table: string) =>
  fc.oneof(
    anyPut(table).map((Put) => ({ Put })),
    anyKeyed(table, none).map((Delete) => ({ Delete })),
    anyKeyed(table, none, anyCondition).map((ConditionCheck) => ({ ConditionCheck })),
    anyKeyed(table, anyUpdate).map((Update) => ({ Update })),
  );

const anyRange = fc.record(
  {
    index: fc.constant("byTenant" as const),
    from: fc.constantFrom("N#1", "a#1", "a"),
    to: fc.constantFrom("N#2", "ă#2", "đ", "￿"),
    prefix: fc.constantFrom("N#", "a#"),
    descending: fc.boolean(),
    limit: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: [] },
);

const queryOf = (TableName: string, at: number, range: Omit<Range, "partition">) => {
  const partition = (range.index ? ["H#1", "H#2"] : partitions)[at] ?? "";
  return { TableName, ...queryInput({ partition, ...range }) };
};

/** A command by the name of its class. */
export type Drawn = { name: string; input: object };

/** The key of an action's item, which a transaction contains once. */
const itemOf = (action: object) => {
  const [input] = Object.values(action) as [{ Key?: object; Item?: { pk: string; sk: string } }];
  const { pk, sk } = (input.Key ?? input.Item) as { pk: string; sk: string };
  return `${pk} ${sk}`;
};

/** Any command that the service may send. Transactions have one of two tokens, so that tokens repeat. */
export const anyCommand = (TableName: string) => {
  const keys = fc.uniqueArray(anyKey, { minLength: 1, maxLength: 4, selector: ({ pk, sk }) => `${pk} ${sk}` });
  const actions = fc.uniqueArray(anyAction(TableName), { minLength: 1, maxLength: 4, selector: itemOf });
  const tokens = maybe(fc.constantFrom("t-1", "t-2"));
  const weighted = (weight: number, name: string, input: fc.Arbitrary<object>) => ({
    weight,
    arbitrary: input.map((drawn): Drawn => ({ name, input: drawn })),
  });
  return fc.oneof(
    weighted(
      1,
      "GetCommand",
      anyKey.map((Key) => ({ TableName, Key, ConsistentRead: true })),
    ),
    weighted(
      1,
      "BatchGetCommand",
      keys.map((Keys) => ({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } })),
    ),
    weighted(
      2,
      "QueryCommand",
      fc.tuple(fc.nat({ max: 1 }), anyRange).map(([at, range]) => queryOf(TableName, at, range)),
    ),
    weighted(3, "PutCommand", anyPut(TableName)),
    weighted(2, "UpdateCommand", anyKeyed(TableName, anyUpdate)),
    weighted(6, "TransactWriteCommand", fc.record({ TransactItems: actions, ClientRequestToken: tokens })),
  );
};
