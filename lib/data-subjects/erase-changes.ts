import { hasPersonalData } from "../records/kinds.ts";
import { type Key, update, type Write } from "../table/write.ts";
import { limits } from "../vocabulary/limits.ts";
import { type DescribedChange, loadDescribedChanges } from "./described-changes.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import { type Redaction, storedResponseWrites } from "./stored-responses.ts";

/** Erases values in the audit that describe the member, and redacts stored responses to the requests that created the records. */
export const eraseChanges = async (context: ErasureContext, { memberId }: ErasureSubject): Promise<void> => {
  const { changes, ids, alone } = await loadDescribedChanges(context.table, memberId);
  const isSubject: Redaction["isSubject"] = (person) => ids.has(person.memberId ?? person.attendeeId ?? "");
  for (const change of changes)
    await eraseResponse(context, change, { memberId, isSubject, isAlone: alone.has(change.values.resourceId) });
  await eraseValues(
    context,
    changes.filter(({ values }) => values.salt !== undefined).map(({ key }) => key),
  );
};

const eraseResponse = (
  { table, now }: ErasureContext,
  { values: { kind, resourceId, idempotencyPk } }: DescribedChange,
  person: Omit<Redaction, "resourceId" | "now">,
): Promise<void> =>
  runStep(async () => {
    if (kind === undefined || !hasPersonalData(kind)) return;
    await table.write(await storedResponseWrites(table, { idempotencyPk, kind }, { ...person, resourceId, now }));
  });

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
