import { keys } from "../table/keys.ts";
import { update } from "../table/write.ts";
import { eraseChanges } from "./erase-changes.ts";
import { eraseFirstAnswer, eraseHistory, eraseRecord } from "./erase-member.ts";
import { eraseParts } from "./erase-parts.ts";
import { type Erasing, type Subject, step } from "./erasing.ts";
import { findNaming } from "./naming.ts";
import { registerErasure } from "./register.ts";
import { readErasure } from "./request.ts";

/**
 * Erases a person's data wherever it is kept, if that was asked for. Each step comes to the same end however often it is done
 * and wherever the last try was cut off, so all of them are done anew each time.
 * @returns whether there was anything to do
 */
export const eraseMember = async (erasing: Erasing, memberId: string): Promise<boolean> => {
  const item = await erasing.table.get(keys.memberErasure(memberId));
  if (!item) return false;
  const subject: Subject = { memberId, by: readErasure(item).by };
  await registerErasure(erasing, memberId);
  // First of all nothing more that is personal may be added.
  await eraseRecord(erasing, subject);
  await eraseFirstAnswer(erasing, subject);
  await eraseHistory(erasing, subject);
  const naming = await findNaming(erasing.table, memberId);
  await eraseParts(erasing, subject, naming);
  await eraseChanges(erasing, subject, naming);
  await complete(erasing, memberId);
  return true;
};

const complete = ({ table, now }: Erasing, memberId: string): Promise<void> =>
  step(() =>
    table.write([
      update(keys.memberErasure(memberId), {
        update: "SET #status = :done, completedAt = if_not_exists(completedAt, :now)",
        names: { "#status": "status" },
        values: { ":done": "done", ":now": now },
        condition: { expression: "attribute_exists(pk)" },
      }),
    ]),
  );
