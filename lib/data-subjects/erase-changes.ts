import { isId } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, type Key, keyOf, update } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import type { PersonalReferences } from "./references.ts";

const idAt = ({ sk }: Key) => sk.split("#").findLast(isId) ?? "";

/** Takes the values out of the audit: of the member's own record and history, and of parts that gave reasons. */
export const eraseChanges = async (
  erasing: ErasureContext,
  { memberId }: ErasureSubject,
  naming: PersonalReferences,
): Promise<void> => {
  await eraseChangeValues(erasing, keys.member(memberId), () => true);
  const parts: Key[] = [...naming.attendances, ...naming.votes];
  for (const [pk, own] of Map.groupBy(parts, (key) => key.pk)) {
    const ids = new Set(own.map(idAt));
    await eraseChangeValues(erasing, { ...keys.meeting(""), pk }, ({ resourceId }) => ids.has(String(resourceId)));
  }
};

/**
 * Takes the values out of changes of a record and its parts. Without its salt, the digest that the log holds of them cannot
 * be guessed at any more.
 */
export const eraseChangeValues = (
  { table }: ErasureContext,
  record: Key,
  isTheirs: (item: Item) => boolean,
): Promise<void> =>
  runStep(async () => {
    const items = await readAll(table, { partition: keys.change(record, "").pk });
    const telling = items.filter((item) => item.salt !== undefined && isTheirs(item));
    const writes = telling.map((item) =>
      update(keyOf(item), { update: "REMOVE salt, changes", condition: itemExists }),
    );
    for (let i = 0; i < writes.length; i += limits.transactionActions)
      await table.write(writes.slice(i, i + limits.transactionActions));
  });

const itemExists = { expression: "attribute_exists(pk)" };
