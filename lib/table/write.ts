import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { Problem } from "../shared/problem.ts";

export type Key = { pk: string; sk: string };
export type Item = Key & Record<string, unknown>;

/** Maps a failed condition to a problem; `old` is the existing item. */
export type OnConditionFailed = (old: Item | undefined) => Problem;

/** An action of a transaction, without the name of the table. */
export type Action = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

type Conditional = { key: Key; onConditionFailed: OnConditionFailed };

/** One action on an item, its condition, and the problem where the condition fails. */
export type Write =
  /** `takesPrecedence`: its problem is reported whatever else failed. */
  | (Conditional & { kind: "put"; item: Item; condition: Condition; takesPrecedence?: true })
  | (Conditional & { kind: "delete"; condition?: Condition })
  | (Conditional & { kind: "check"; condition: Condition })
  /** `idempotent`: its condition fails once it is done, so that a single one needs no transaction. */
  | (Conditional & {
      kind: "update";
      update: string;
      names: Names;
      values: Values;
      condition?: Condition;
      idempotent?: true;
    })
  | (Conditional & {
      kind: "add";
      counters: Record<string, number>;
      expect: Values;
      mustExist: boolean;
      condition?: Condition;
    });

export type Names = Record<string, string>;
export type Values = Record<string, unknown>;
export type Condition = { expression: string; names?: Names; values?: Values };

const conflict: OnConditionFailed = () => new Problem("write-conflict");
const stale: OnConditionFailed = () => new Problem("stale");

/** Puts an item that must not exist yet. */
export const insert = (item: Item, onConditionFailed: OnConditionFailed = conflict): Write => ({
  kind: "put",
  key: keyOf(item),
  item,
  condition: { expression: "attribute_not_exists(pk)" },
  onConditionFailed,
});

/** Replaces the item that was read at `version`. */
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

/** Deletes an item, unconditionally or on a condition. */
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

/** Makes the transaction depend on an item without changing it. */
export const check = (key: Key, condition: Condition, onConditionFailed: OnConditionFailed): Write => ({
  kind: "check",
  key,
  condition,
  onConditionFailed,
});

/** Makes the transaction depend on the version of an item that was read. */
export const expectVersion = (key: Key, version: number): Write => check(key, atVersion(version), stale);

/** Changes attributes of an item by an update expression. */
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

/** An update whose condition fails once it is done. Marked, it needs no transaction to happen once. */
export const idempotentUpdate = (
  key: Key,
  change: { update: `SET ${string}`; names?: Names; values?: Values; condition: Condition },
  onConditionFailed?: OnConditionFailed,
): Write => ({ ...update(key, change, onConditionFailed), idempotent: true });

/**
 * Adds to number attributes of an item. Several adds on one key in a commit become one. `expect` names attributes and
 * the values they must have (`undefined`: absent); `mustExist` requires the item.
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
