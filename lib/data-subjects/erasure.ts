import { keys } from "../table/keys.ts";
import { update } from "../table/write.ts";
import { eraseChanges } from "./erase-changes.ts";
import { eraseCreationResponse, eraseHistory, eraseMemberRecord } from "./erase-member.ts";
import { eraseParts } from "./erase-parts.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import { loadPersonalReferences } from "./references.ts";
import { readErasure, registerErasure } from "./requests.ts";

/**
 * Erases a person's data wherever it is kept, if that was asked for. Each step comes to the same end however often it is done
 * and wherever the last try was cut off, so all of them are done anew each time.
 * @returns whether there was anything to do
 */
export const eraseMember = async (erasing: ErasureContext, memberId: string): Promise<boolean> => {
  const item = await erasing.table.get(keys.memberErasure(memberId));
  if (!item) return false;
  const subject: ErasureSubject = { memberId, by: readErasure(item).by };
  await registerErasure(erasing, memberId);
  // First of all nothing more that is personal may be added.
  await eraseMemberRecord(erasing, subject);
  await eraseCreationResponse(erasing, subject);
  await eraseHistory(erasing, subject);
  const naming = await loadPersonalReferences(erasing.table, memberId);
  await eraseParts(erasing, subject, naming);
  await eraseChanges(erasing, subject, naming);
  await completeErasure(erasing, memberId);
  return true;
};

const completeErasure = ({ table, now }: ErasureContext, memberId: string): Promise<void> =>
  runStep(() =>
    table.write([
      update(keys.memberErasure(memberId), {
        update: "SET #status = :done, completedAt = if_not_exists(completedAt, :now)",
        names: { "#status": "status" },
        values: { ":done": "done", ":now": now },
        condition: { expression: "attribute_exists(pk)" },
      }),
    ]),
  );
