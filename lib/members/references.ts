import type { RecordKind } from "../records/kinds.ts";
import {
  addReference as addReferenceAt,
  inUse,
  type ReferenceChange,
  referenceCounters,
  unreferenced,
} from "../records/references.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { add, check, deleteItem, type Key, keyOf, type OnConditionFailed, update, type Write } from "../table/write.ts";

/**
 * Counts a reference to a member.
 * @param onConditionFailed maps the absence of the member to a problem
 */
export const addReference = (id: string, change: ReferenceChange, onConditionFailed?: OnConditionFailed): Write =>
  addReferenceAt(keys.memberReferences(id), change, onConditionFailed);

const notBeingErased = "attribute_exists(pk) AND attribute_not_exists(erasing)";
const rejectErased: OnConditionFailed = (old) => new Problem(old ? "erased" : "write-conflict");

/** Counts a reference that holds personal data. Rejected as `erased` as soon as erasure has been requested. */
export const addPersonalReference = (id: string, by: RecordKind): Write =>
  add(keys.memberReferences(id), referenceCounters({ by, count: 1 }), {
    condition: { expression: notBeingErased },
    onConditionFailed: rejectErased,
  });

/** Rejects personal data in an existing reference as `erased` as soon as erasure has been requested. */
export const assertNotErased = (id: string): Write =>
  check(keys.memberReferences(id), { expression: notBeingErased }, rejectErased);

/** Deletes the reference count with its member. Rejected as `in-use`, or as `erased` once erasure has been requested. */
export const deleteReferenceCount = (id: string): Write =>
  deleteItem(
    keys.memberReferences(id),
    { ...unreferenced, expression: `${unreferenced.expression} AND attribute_not_exists(erasing)` },
    (old) => (old?.erasing === undefined ? inUse(old) : new Problem("erased")),
  );

/** From now on personal data about the member is rejected. */
export const markErasing = (id: string): Write =>
  update(keys.memberReferences(id), {
    update: "SET erasing = :true",
    values: { ":true": true },
    condition: { expression: "attribute_exists(pk)" },
  });

/** Links a member to a part of a meeting with data about the member, for export and erasure. */
export const addBacklink = (memberId: string, part: Key): Write =>
  update(keys.memberNamed(memberId, part), { update: "SET part = :part", values: { ":part": keyOf(part) } });

export const removeBacklink = (memberId: string, part: Key): Write => deleteItem(keys.memberNamed(memberId, part));
