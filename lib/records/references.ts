import { Problem } from "../shared/problem.ts";
import { add, type Condition, deleteItem, type Key, type OnConditionFailed, type Write } from "../table/write.ts";

/**
 * Counts one reference to a record more, or (`-1`) less, on the item that counts them. A record with references cannot be deleted.
 * @param onConditionFailed what it means that the record is absent
 */
export const addReference = (key: Key, count: 1 | -1, onConditionFailed?: OnConditionFailed): Write =>
  add(key, { refs: count }, { mustExist: true, ...(onConditionFailed ? { onConditionFailed } : {}) });

/** Holds while nothing refers to a record. */
export const unreferenced: Condition = { expression: "refs = :none", values: { ":none": 0 } };

export const inUse: OnConditionFailed = () => new Problem("in-use");

/** Deletes the item that counts references to a record. Fails with 409 `in-use` where there are any. */
export const deleteUnreferenced = (key: Key, condition: Condition = unreferenced): Write =>
  deleteItem(key, condition, inUse);
