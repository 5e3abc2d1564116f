import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { Problem } from "../shared/problem.ts";

export type Key = { pk: string; sk: string };
export type Item = Key & Record<string, unknown>;

/** Says what a condition that did not hold means to the caller; `old` is the item that stood there. */
export type OnConditionFailed = (old: Item | undefined) => Problem;

/** An action of a transaction, without the table's name. */
export type Action = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** One thing to write, what it expects to find, and what it means when it finds something else. */
export type Write =
  | {
      kind: "put";
      key: Key;
      item: Item;
      condition: Condition;
      onConditionFailed: OnConditionFailed /** Its refusal is the answer, whatever else was refused. */;
      takesPrecedence?: true;
    }
  | { kind: "delete"; key: Key; condition?: Condition; onConditionFailed: OnConditionFailed }
  | { kind: "check"; key: Key; condition: Condition; onConditionFailed: OnConditionFailed }
  | {
      kind: "update";
      key: Key;
      update: string;
      names: Names;
      values: Values;
      condition?: Condition;
      onConditionFailed: OnConditionFailed /** Its condition holds no more once it is done, so that alone it needs no transaction. */;
      idempotent?: true;
    }
  | {
      kind: "add";
      key: Key;
      counters: Record<string, number>;
      expect: Values;
      mustExist: boolean;
      condition?: Condition;
      onConditionFailed: OnConditionFailed;
    };

export type Names = Record<string, string>;
export type Values = Record<string, unknown>;
export type Condition = { expression: string; names?: Names; values?: Values };

const conflict: OnConditionFailed = () => new Problem("write-conflict");
const stale: OnConditionFailed = () => new Problem("stale");

/** Puts an item where none stands. */
export const insert = (item: Item, onConditionFailed: OnConditionFailed = conflict): Write => ({
  kind: "put",
  key: keyOf(item),
  item,
  condition: { expression: "attribute_not_exists(pk)" },
  onConditionFailed,
});

/** Puts an item in place of the one that was read at `version`. */
export const replace = (item: Item, version: number, onConditionFailed: OnConditionFailed = stale): Write => ({
  kind: "put",
  key: keyOf(item),
  item,
  condition: atVersion(version),
  onConditionFailed,
});

/** Deletes the item that was read at `version`. */
export const deleteAtVersion = (key: Key, version: number, onConditionFailed: OnConditionFailed = stale): Write => ({
  kind: "delete",
  key,
  condition: atVersion(version),
  onConditionFailed,
});

/** Deletes an item whatever it holds, or on a condition of its own. */
export const deleteItem = (
  key: Key,
  condition?: Condition,
  onConditionFailed: OnConditionFailed = conflict,
): Write => ({
  kind: "delete",
  key,
  ...(condition ? { condition } : {}),
  onConditionFailed,
});

/** Leaves an item as it is and makes the whole write depend on it. */
export const check = (key: Key, condition: Condition, onConditionFailed: OnConditionFailed): Write => ({
  kind: "check",
  key,
  condition,
  onConditionFailed,
});

/** Changes single attributes of an item by an update expression. */
export const update = (
  key: Key,
  change: { update: string; names?: Names; values?: Values; condition?: Condition },
  onConditionFailed: OnConditionFailed = conflict,
): Extract<Write, { kind: "update" }> => ({
  kind: "update",
  key,
  update: change.update,
  names: change.names ?? {},
  values: change.values ?? {},
  ...(change.condition ? { condition: change.condition } : {}),
  onConditionFailed,
});

/** An update that sets something, on a condition that no more holds once it is done: it is marked, and done once without a transaction. */
export const idempotentUpdate = (
  key: Key,
  change: { update: `SET ${string}`; names?: Names; values?: Values; condition: Condition },
  onConditionFailed?: OnConditionFailed,
): Write => ({ ...update(key, change, onConditionFailed), idempotent: true });

/**
 * Adds to number attributes of an item. Several adds on one key in a commit become one. `expect` names attributes and
 * the values they must have (`undefined`: none yet); `mustExist` refuses an item that is not there.
 */
export const add = (
  key: Key,
  counters: Record<string, number>,
  options: { expect?: Values; mustExist?: boolean; condition?: Condition; onConditionFailed?: OnConditionFailed } = {},
): Write => ({
  kind: "add",
  key,
  counters,
  expect: options.expect ?? {},
  mustExist: options.mustExist ?? false,
  ...(options.condition ? { condition: options.condition } : {}),
  onConditionFailed: options.onConditionFailed ?? conflict,
});

export const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });

const atVersion = (version: number): Condition => ({
  expression: "version = :version",
  values: { ":version": version },
});
