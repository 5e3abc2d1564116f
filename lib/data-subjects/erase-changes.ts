import { hasPersonalData } from "../records/kinds.ts";
import { keys } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { type Item, type Key, keyOf, update, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { type DescribedChange, loadDescribedChanges } from "./described-changes.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import { type Redaction, storedResponseWrites } from "./stored-responses.ts";

/** Erases values in the audit that describe the member, and redacts stored responses to the requests that created the records. */
export const eraseChanges = async (context: ErasureContext, { memberId }: ErasureSubject): Promise<void> => {
  const { changes, ids } = await loadDescribedChanges(context.table, memberId);
  const isSubject: Redaction["isSubject"] = (person) => ids.has(person.memberId ?? person.attendeeId ?? "");
  for (const change of changes) await eraseResponse(context, change, { memberId, isSubject });
  await eraseValues(
    context,
    changes.filter(({ values }) => values.salt !== undefined).map(({ key }) => key),
  );
};

const eraseResponse = (
  { table, now }: ErasureContext,
  { values: { kind, resourceId, idempotencyPk } }: DescribedChange,
  person: Pick<Redaction, "memberId" | "isSubject">,
): Promise<void> =>
  runStep(async () => {
    if (kind === undefined || !hasPersonalData(kind)) return;
    await table.write(await storedResponseWrites(table, { idempotencyPk, kind }, { ...person, resourceId, now }));
  });

/** Erases values and salts of changes of a record and its parts. */
export const eraseChangeValues = async (
  context: ErasureContext,
  record: Key,
  isPersonal: (item: Item) => boolean,
): Promise<void> => {
  const items = await readAll(context.table, { partition: keys.change(record, "").pk });
  const found = items.filter((item) => item.salt !== undefined && isPersonal(item));
  await eraseValues(context, found.map(keyOf));
};

const eraseValues = async ({ table }: ErasureContext, changes: readonly Key[]): Promise<void> => {
  for (let i = 0; i < changes.length; i += limits.transactionActions)
    await runStep(() => table.write(changes.slice(i, i + limits.transactionActions).map(erasedValues)));
};

/** Without its salt a digest cannot be guessed any more. */
const erasedValues = (key: Key): Write =>
  update(key, {
    update: "REMOVE salt, changes",
    condition: { expression: "attribute_exists(pk)" },
  });
