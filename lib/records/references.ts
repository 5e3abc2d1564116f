import { Problem } from "../shared/problem.ts";
import {
  add,
  type Condition,
  deleteItem,
  type Item,
  type Key,
  type OnConditionFailed,
  type Write,
} from "../table/write.ts";
import type { RecordKind } from "./kinds.ts";

/** One reference more, or (`-1`) less, by a record of a kind. */
export type ReferenceChange = { by: RecordKind; count: 1 | -1 };

const total = "refs";
const kindPrefix = `${total}:`;

/** The attribute that counts the references by records of a kind. */
export const referencesBy = (kind: RecordKind) => `${kindPrefix}${kind}`;

/** Whether an attribute counts references. */
export const countsReferences = (attribute: string): boolean => attribute === total || attribute.startsWith(kindPrefix);

/** Counters for another reference by a record that is among the dependents already. */
export const totalReferences = (count: 1 | -1) => ({ [total]: count });

/** Counters of an item for a change of its references: their total, which conditions compare, and those by kind. */
export const referenceCounters = ({ by, count }: ReferenceChange) => ({ [total]: count, [referencesBy(by)]: count });

/**
 * Counts a reference to a record on the item that counts them. A record with references cannot be deleted.
 * @param onConditionFailed what it means that the record is absent
 */
export const addReference = (key: Key, change: ReferenceChange, onConditionFailed?: OnConditionFailed): Write =>
  add(key, referenceCounters(change), { mustExist: true, ...(onConditionFailed ? { onConditionFailed } : {}) });

/** Holds while nothing refers to a record. */
export const unreferenced: Condition = { expression: "refs = :none", values: { ":none": 0 } };

/** The kinds of records that refer to a record, and how many of each; of references counted before kinds were, none. */
const dependentsIn = (item: Item | undefined) =>
  Object.entries(item ?? {})
    .filter(([name, count]) => name.startsWith(kindPrefix) && Number(count) > 0)
    .map(([name, count]) => ({ kind: name.slice(kindPrefix.length), count: Number(count) }))
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));

/** How many records of a kind depend on another. */
export type Dependent = { kind: RecordKind; count: number };

/** 409 for a record on which others depend. */
export const inUseBy = (dependents: readonly Dependent[]) => new Problem("in-use", { dependents });

/** 409 for a record whose item counts references. */
export const inUse: OnConditionFailed = (old) => new Problem("in-use", { dependents: dependentsIn(old) });

/** Deletes the item that counts references to a record. Fails with 409 `in-use` where there are any. */
export const deleteUnreferenced = (key: Key, condition: Condition = unreferenced): Write =>
  deleteItem(key, condition, inUse);
