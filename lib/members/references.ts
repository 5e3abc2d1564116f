import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { add, check, deleteItem, type Key, keyOf, type OnConditionFailed, update, type Write } from "../table/write.ts";

/** Attendance, an award or a rating names a member, or (`-1`) no longer does. `onConditionFailed` says what an absent member means. */
export const addReference = (id: string, count: 1 | -1, onConditionFailed?: OnConditionFailed): Write =>
  add(
    keys.memberReferences(id),
    { refs: count },
    { mustExist: true, ...(onConditionFailed ? { onConditionFailed } : {}) },
  );

/** A person who is erased may be named by what figures need, but nothing more is to be said of one. */
const notErasing = "attribute_exists(pk) AND attribute_not_exists(erasing)";

const erasing: OnConditionFailed = (old) => new Problem(old ? "erased" : "write-conflict");

/** Names a member together with a reason about the person. Refused as `erased` from the moment that the erasure is asked for. */
export const addPersonalReference = (id: string): Write =>
  add(keys.memberReferences(id), { refs: 1 }, { condition: { expression: notErasing }, onConditionFailed: erasing });

/** The same where the member is named already. */
export const assertNotErased = (id: string): Write =>
  check(keys.memberReferences(id), { expression: notErasing }, erasing);

/** From now on nothing more is to be said of a person. */
export const markErasing = (id: string): Write =>
  update(keys.memberReferences(id), {
    update: "SET erasing = :true",
    values: { ":true": true },
    condition: { expression: "attribute_exists(pk)" },
  });

/** A part of a meeting tells something of a member: by this it is found when the member's data is asked for or erased. */
export const addBacklink = (memberId: string, part: Key): Write =>
  update(keys.memberNamed(memberId, part), { update: "SET part = :part", values: { ":part": keyOf(part) } });

/** It tells nothing of the member any more. */
export const removeBacklink = (memberId: string, part: Key): Write => deleteItem(keys.memberNamed(memberId, part));
