import { isId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, type Key, keyOf, update } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import type { PersonalReferences } from "./references.ts";

const idAt = ({ sk }: Key) => sk.split("#").findLast(isId) ?? "";

/** Erases values in the audit: of the member's own record and history, and of parts that contain reasons. */
export const eraseChanges = async (
  context: ErasureContext,
  { memberId }: ErasureSubject,
  { attendances, votes }: PersonalReferences,
): Promise<void> => {
  await eraseChangeValues(context, keys.member(memberId), () => true);
  const parts: Key[] = [...attendances, ...votes];
  for (const [pk, own] of Map.groupBy(parts, (key) => key.pk)) {
    const ids = new Set(own.map(idAt));
    await eraseChangeValues(context, { ...keys.meeting(""), pk }, ({ resourceId }) => ids.has(String(resourceId)));
  }
};

/** Erases values and salts of changes of a record and its parts. Without its salt a digest cannot be guessed any more. */
export const eraseChangeValues = (
  { table }: ErasureContext,
  record: Key,
  isPersonal: (item: Item) => boolean,
): Promise<void> =>
  runStep(async () => {
    const items = await readAll(table, { partition: keys.change(record, "").pk });
    const writes = items
      .filter((item) => item.salt !== undefined && isPersonal(item))
      .map((item) => update(keyOf(item), { update: "REMOVE salt, changes", condition: itemExists }));
    for (let i = 0; i < writes.length; i += limits.transactionActions)
      await table.write(writes.slice(i, i + limits.transactionActions));
  });

const itemExists = { expression: "attribute_exists(pk)" };
