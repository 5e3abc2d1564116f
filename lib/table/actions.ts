import { invalidInput } from "../shared/problem.ts";
import type { FieldError } from "../vocabulary/field-errors.ts";
import { limits } from "../vocabulary/limits.ts";
import type { Action, Condition, Key, Write } from "./write.ts";

type Add = Extract<Write, { kind: "add" }>;

/** One action for each item: adds on the same item become one, since a transaction touches an item once. */
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

/** One condition of its own is all that a merged add can have: dropping the other would drop what a write relies on. */
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

/** Refuses what one transaction cannot hold, before anything is written. */
export const checkSize = (actions: readonly Action[]): void => {
  const faults: FieldError[] = [];
  if (actions.length > limits.transactionActions) faults.push({ pointer: "", code: "too-many-changes" });
  const sizes = actions.map(({ Put: put }) => (put ? Buffer.byteLength(JSON.stringify(put.Item)) : 0));
  if (sizes.some((bytes) => bytes > limits.itemBytes))
    faults.push({ pointer: "", code: "record-too-large", values: { maximum: limits.itemBytes } });
  if (sizes.reduce((sum, bytes) => sum + bytes, 0) > limits.transactionBytes)
    faults.push({ pointer: "", code: "too-many-changes" });
  if (faults.length > 0) throw invalidInput(faults.slice(0, 1));
};

/**
 * Refuses what fills a transaction to its last action without being a deletion: taking it away again needs one more, for
 * the note of who did (`lib/records/audit-stamp.ts`).
 * @param asked how many writes there were before notes were added
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

/** The DynamoDB action of a write. `token` marks what is put, so that a repeated call knows its own work again. */
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
  // A condition without a change is still an update; adding zero to the first counter keeps it one.
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
