import { limits } from "../contract/limits.ts";
import { outcomeOf, readMember } from "../members/items.ts";
import { isId } from "../shared/ids.ts";
import type { Outcome } from "../shared/work.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, type Key, keyOf, update } from "../table/write.ts";
import type { Naming } from "./erase-parts.ts";
import { type Erasing, type Subject, step } from "./erasing.ts";

const idAt = ({ sk }: Key) => sk.split("#").findLast(isId) ?? "";

/** Takes the values out of the audit: of the member's own record and history, and of parts that gave reasons. */
export const eraseChanges = async (erasing: Erasing, { memberId }: Subject, naming: Naming): Promise<void> => {
  await forget(erasing, keys.member(memberId), () => true);
  const parts = [...naming.attendances, ...naming.votes];
  for (const [pk, own] of Map.groupBy(parts, (key) => key.pk)) {
    const ids = new Set(own.map(idAt));
    await forget(erasing, { ...keys.meeting(""), pk }, ({ resourceId }) => ids.has(String(resourceId)));
  }
};

/** Without its salt, the digest that the log holds of the values cannot be guessed at any more. */
const forget = ({ table }: Erasing, record: Key, isTheirs: (item: Item) => boolean): Promise<void> =>
  step(async () => {
    const items = await readAll(table, { partition: keys.change(record, "").pk });
    const telling = items.filter((item) => item.salt !== undefined && isTheirs(item));
    const writes = telling.map((item) => update(keyOf(item), { update: "REMOVE salt, changes", condition: stands }));
    for (let i = 0; i < writes.length; i += limits.transactionActions)
      await table.write(writes.slice(i, i + limits.transactionActions));
  });

const stands = { expression: "attribute_exists(pk)" };

/** A request that is repeated after the erasure is answered with the placeholder, and makes nobody anew. */
export const eraseAnswers = async ({ table }: Erasing, { memberId }: Subject): Promise<void> => {
  const partition = lists.answersAbout(memberId);
  const [items, member] = await Promise.all([
    readAll(table, { index: "byGroup", partition }),
    table.get(keys.member(memberId)),
  ]);
  const placeholder = member ? outcomeOf(readMember(member)) : { record: { id: memberId } };
  for (const item of items) {
    const outcome = JSON.stringify(emptied(JSON.parse(String(item.outcome)), placeholder));
    if (outcome === item.outcome) continue;
    const change = { update: "SET outcome = :outcome", values: { ":outcome": outcome }, condition: stands };
    await step(() => table.write([update(keyOf(item), change)]));
  }
};

const emptied = (outcome: Outcome, placeholder: Outcome): Outcome => {
  if ("fullName" in outcome.record) return { ...outcome, ...placeholder };
  const { reason: _, decision: __, ...record } = outcome.record as Record<string, unknown>;
  return { ...outcome, record };
};
