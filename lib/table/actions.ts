import { invalidInput } from "../shared/problem.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import { limits } from "../vocabulary/limits.ts";
import type { Action, Condition, Key, Write } from "./write.ts";

type Add = Extract<Write, { kind: "add" }>;

/** Merges adds to the same item into one, since a transaction may contain an item only once. */
export const merged = (writes: readonly Write[]): Write[] => {
  const adds = new Map<string, Add>();
  const others: Write[] = [];
  for (const write of writes) {
    if (write.kind !== "add") others.push(write);
    else adds.set(nameOf(write.key), join(adds.get(nameOf(write.key)), write));
  }
  const useful = [...adds.values()].filter((one) => hasEffect(one));
  return [...others, ...useful];
};

const nameOf = ({ pk, sk }: Key) => `${pk}\n${sk}`;

const join = (first: Add | undefined, second: Add): Add => {
  if (!first) return second;
  const condition = oneOf(first.condition, second.condition);
  const counters = { ...first.counters };
  for (const [name, count] of Object.entries(second.counters)) counters[name] = (counters[name] ?? 0) + count;
  return {
    ...first,
    counters,
    expect: { ...first.expect, ...second.expect },
    mustExist: first.mustExist || second.mustExist,
    ...(condition ? { condition } : {}),
    onConditionFailed: second.condition ? second.onConditionFailed : first.onConditionFailed,
  };
};

/** A merged add has one condition. Two different ones are an error: dropping one would drop an invariant. */
const oneOf = (first: Condition | undefined, second: Condition | undefined): Condition | undefined => {
  if (first && second && first.expression !== second.expression)
    throw new TypeError("Two adds on one item have conditions of their own");
  return second ?? first;
};

const hasEffect = (write: Add) =>
  write.mustExist ||
  write.condition !== undefined ||
  Object.keys(write.expect).length > 0 ||
  Object.values(write.counters).some((count) => count !== 0);

/** Rejects writes that exceed a transaction, before anything is sent. */
export const checkSize = (actions: readonly Action[]): void => {
  const errors: FieldError[] = [];
  if (actions.length > limits.transactionActions) errors.push({ pointer: "", code: "too-many-changes" });
  const sizes = actions.map(({ Put: put }) => (put ? Buffer.byteLength(JSON.stringify(put.Item)) : 0));
  if (sizes.some((bytes) => bytes > limits.itemBytes))
    errors.push({ pointer: "", code: "record-too-large", values: { maximum: limits.itemBytes } });
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) > limits.transactionBytes)
    errors.push({ pointer: "", code: "too-many-changes" });
  if (errors.length > 0) throw invalidInput(errors.slice(0, 1));
};

/**
 * Keeps one slot of the transaction free on create and update: deleting the record later adds a tombstone
 * (`lib/records/audit-stamp.ts`).
 * @param asked number of writes before tombstones were added
 */
export const reserveTombstoneSlot = (writes: readonly Write[], asked: number): void => {
  const isDeletion = writes.length > asked;
  if (!isDeletion && merged(writes).length >= limits.transactionActions)
    throw invalidInput([{ pointer: "", code: "too-many-changes" }]);
};

const expressions = (condition: Condition | undefined) =>
  condition
    ? {
        ConditionExpression: condition.expression,
        ...(condition.names ? { ExpressionAttributeNames: condition.names } : {}),
        ...(condition.values ? { ExpressionAttributeValues: condition.values } : {}),
        ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
      }
    : {};

/** The DynamoDB action of a write. `token` marks a put, so that a retry recognizes its own write. */
export const actionOf = (write: Write, TableName: string, token: string): Action => {
  const Key = { pk: write.key.pk, sk: write.key.sk };
  switch (write.kind) {
    case "put":
      return { Put: { TableName, Item: { ...write.item, writtenBy: token }, ...expressions(write.condition) } };
    case "delete":
      return { Delete: { TableName, Key, ...expressions(write.condition) } };
    case "check":
      return {
        ConditionCheck: {
          TableName,
          Key,
          ...expressions(write.condition),
          ConditionExpression: write.condition.expression,
        },
      };
    case "update":
      return { Update: { TableName, Key, ...updateExpressions(write.idempotent ? markedBy(write, token) : write) } };
    case "add":
      return { Update: { TableName, Key, ...addExpressions(write) } };
  }
};

const markedBy = (write: Extract<Write, { kind: "update" }>, token: string) => ({
  ...write,
  update: write.update.replace(/^SET /, "SET writtenBy = :writtenBy, "),
  values: { ...write.values, ":writtenBy": token },
});

const updateExpressions = (write: Extract<Write, { kind: "update" }>) => {
  const names = { ...write.names, ...write.condition?.names };
  const values = { ...write.values, ...write.condition?.values };
  return {
    ...expressions(write.condition),
    UpdateExpression: write.update,
    ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
};

const addExpressions = (write: Add) => {
  const counted = Object.entries(write.counters).filter(([, count]) => count !== 0);
  const expected = Object.entries(write.expect);
  // An update needs an expression: a condition alone adds zero.
  const adds = counted.length > 0 ? counted : [["touched", 0] as const];
  const conditions = expected.map(([, value], i) =>
    value === undefined ? `attribute_not_exists(#e${i})` : `#e${i} = :e${i}`,
  );
  if (write.mustExist) conditions.push("attribute_exists(pk)");
  if (write.condition) conditions.push(`(${write.condition.expression})`);
  return {
    UpdateExpression: `ADD ${adds.map((_, i) => `#a${i} :a${i}`).join(", ")}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(adds.map(([name], i) => [`#a${i}`, name])),
      ...Object.fromEntries(expected.map(([name], i) => [`#e${i}`, name])),
    },
    ExpressionAttributeValues: {
      ...Object.fromEntries(adds.map(([, count], i) => [`:a${i}`, count])),
      ...Object.fromEntries(expected.flatMap(([, value], i) => (value === undefined ? [] : [[`:e${i}`, value]]))),
      ...write.condition?.values,
    },
    ...(conditions.length > 0
      ? { ConditionExpression: conditions.join(" AND "), ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const }
      : {}),
  };
};
