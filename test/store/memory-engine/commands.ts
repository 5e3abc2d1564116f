import fc from "fast-check";
import { queryInput, type Range } from "../../../lib/table/range.ts";

/** Partitions and sort keys that the commands are about: few, so that they meet. */
export const partitions = ["P#1", "P#2"];
const sorts = ["META", "N#1", "N#2", "đ", "￿", "\u{10000}"];

const anyKey = fc.record({ pk: fc.constantFrom(...partitions), sk: fc.constantFrom(...sorts) });
const small = fc.integer({ min: -2, max: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
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

type Expression = { ConditionExpression: string; names?: Record<string, string>; values?: Record<string, unknown> };

const anyCondition: fc.Arbitrary<Expression> = fc.oneof(
  fc.constantFrom(
    { ConditionExpression: "attribute_not_exists(pk)" },
    { ConditionExpression: "attribute_exists(pk)" },
    { ConditionExpression: "attribute_not_exists(#f) AND attribute_not_exists(refs)", names: { "#f": "status" } },
  ),
  small.map((n) => ({ ConditionExpression: "version = :v", values: { ":v": n } })),
  small.map((n) => ({
    ConditionExpression: "attribute_not_exists(pk) OR version <= :v",
    values: { ":v": n },
  })),
  fc.tuple(small, small).map(([a, b]) => ({
    ConditionExpression: "#s = :draft AND (attribute_not_exists(refs) OR refs >= :b) AND version < :a",
    names: { "#s": "status" },
    values: { ":draft": "draft", ":a": a, ":b": b },
  })),
  small.map((n) => ({
    ConditionExpression: "attribute_exists(pk) AND size(#u) < :n",
    names: { "#u": "units" },
    values: { ":n": n },
  })),
  small.map((n) => ({
    ConditionExpression: "#u.#x.place = :n",
    names: { "#u": "units", "#x": "x" },
    values: { ":n": n },
  })),
  fc.constant({ ConditionExpression: "#s > :text", names: { "#s": "status" }, values: { ":text": "c" } }),
);

const anyUpdate = fc.oneof(
  small.map((n) => ({
    UpdateExpression: "ADD #a :n, touched :zero",
    names: { "#a": "refs" },
    values: { ":n": n, ":zero": 0 },
  })),
  small.map((n) => ({
    UpdateExpression: "SET version = :n, #s = :s REMOVE refs",
    names: { "#s": "status" },
    values: { ":n": n, ":s": "draft" },
  })),
  small.map((n) => ({ UpdateExpression: "SET version = version + :n", names: {}, values: { ":n": n } })),
  small.map((n) => ({
    UpdateExpression: "SET #u.#x = :unit",
    names: { "#u": "units", "#x": "x" },
    values: { ":unit": { place: n } },
  })),
  fc.constant({ UpdateExpression: "REMOVE #x ADD refs :one", names: { "#x": "list" }, values: { ":one": 1 } }),
  fc.constant({ UpdateExpression: "REMOVE #s, refs", names: { "#s": "status" }, values: {} }),
);

type Said = {
  ConditionExpression?: string;
  UpdateExpression?: string;
  names?: Record<string, string>;
  values?: Record<string, unknown>;
};

/** An expression part as the commands take it; empty lists of names or values are left out. */
const contentOf = (TableName: string, { names = {}, values = {}, ...expressions }: Said) => ({
  TableName,
  ...expressions,
  ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
  ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  ...(expressions.ConditionExpression ? { ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const } : {}),
});

const joined = (a: Said, b: Said = {}): Said => ({
  ...a,
  ...b,
  names: { ...a.names, ...b.names },
  values: { ...a.values, ...b.values },
});

const anyAction = (table: string) =>
  fc.oneof(
    fc.tuple(anyItem, maybe(anyCondition)).map(([Item, when]) => ({ Put: { Item, ...contentOf(table, when ?? {}) } })),
    fc.tuple(anyKey, maybe(anyCondition)).map(([Key, when]) => ({ Delete: { Key, ...contentOf(table, when ?? {}) } })),
    fc.tuple(anyKey, anyCondition).map(([Key, when]) => ({
      ConditionCheck: { Key, ...contentOf(table, when), ConditionExpression: when.ConditionExpression },
    })),
    fc.tuple(anyKey, anyUpdate, maybe(anyCondition)).map(([Key, change, when]) => ({
      Update: { Key, ...contentOf(table, joined(change, when)), UpdateExpression: change.UpdateExpression },
    })),
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

const queryOf = (TableName: string, place: number, range: Omit<Range, "partition">) => {
  const partition = (range.index ? ["H#1", "H#2"] : partitions)[place] ?? "";
  return command("QueryCommand", { TableName, ...queryInput({ partition, ...range }) });
};

/** A command by the name of its class. */
export type Drawn = { name: string; input: object };
const command = (name: string, input: object): Drawn => ({ name, input });

/** The item that an action is about: a transaction names each once. */
const itemOf = (action: object) => {
  const [input] = Object.values(action) as [{ Key?: object; Item?: { pk: string; sk: string } }];
  const { pk, sk } = (input.Key ?? input.Item) as { pk: string; sk: string };
  return `${pk} ${sk}`;
};

/** Any command that the service may send; transactions with one of few tokens, so that tokens come again. */
export const anyCommand = (TableName: string) =>
  fc.oneof(
    { weight: 1, arbitrary: anyKey.map((Key) => command("GetCommand", { TableName, Key, ConsistentRead: true })) },
    {
      weight: 1,
      arbitrary: fc
        .uniqueArray(anyKey, { minLength: 1, maxLength: 4, selector: ({ pk, sk }) => `${pk} ${sk}` })
        .map((Keys) => command("BatchGetCommand", { RequestItems: { [TableName]: { Keys, ConsistentRead: true } } })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat({ max: 1 }), anyRange).map(([place, range]) => queryOf(TableName, place, range)),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(anyItem, maybe(anyCondition))
        .map(([Item, when]) => command("PutCommand", { Item, ...contentOf(TableName, when ?? {}) })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(anyKey, anyUpdate, maybe(anyCondition)).map(([Key, change, when]) =>
        command("UpdateCommand", {
          Key,
          ...contentOf(TableName, joined(change, when)),
          UpdateExpression: change.UpdateExpression,
        }),
      ),
    },
    {
      weight: 6,
      arbitrary: fc
        .tuple(
          fc.uniqueArray(anyAction(TableName), { minLength: 1, maxLength: 4, selector: itemOf }),
          maybe(fc.constantFrom("t-1", "t-2")),
        )
        .map(([TransactItems, ClientRequestToken]) =>
          command("TransactWriteCommand", { TransactItems, ClientRequestToken }),
        ),
    },
  );
