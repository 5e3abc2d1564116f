import { hasPersonalData, type PersonalDataKind, recordKindList } from "../records/kinds.ts";
import { keys } from "../table/keys.ts";
import { update } from "../table/write.ts";
import { eraseChanges } from "./erase-changes.ts";
import { eraseHistory, eraseMemberRecord } from "./erase-member.ts";
import { eraseAttendance, eraseExclusion, erasePhoto } from "./erase-parts.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import { loadPersonalReferences, type PersonalReferences } from "./references.ts";
import { readErasure, registerErasure } from "./requests.ts";

type Eraser = (context: ErasureContext, subject: ErasureSubject, references: PersonalReferences) => Promise<void>;

/** Erases what records of other kinds than the member's own say about a member, by kind. */
const erasers: Readonly<Record<Exclude<PersonalDataKind, "member" | "history-entry">, Eraser>> = {
  attendee: async (context, subject, { attendances }) => {
    for (const key of attendances) await eraseAttendance(context, subject, key);
  },
  vote: async (context, subject, { votes }) => {
    for (const key of votes) await eraseExclusion(context, subject, key);
  },
  // Awards remain: they name the placeholder.
  award: async () => undefined,
  photo: async (context, subject, { photos, isSubject }) => {
    for (const key of photos) await erasePhoto(context, { ...subject, isSubject }, key);
  },
};

/**
 * Erases the data of a person whose erasure was requested. Every step is idempotent and all of them run each time, so that an
 * interrupted erasure is completed by the next run.
 * @returns whether an erasure was requested
 */
export const eraseMember = async (context: ErasureContext, memberId: string): Promise<boolean> => {
  const item = await context.table.get(keys.memberErasure(memberId));
  if (!item) return false;
  const subject: ErasureSubject = { memberId, by: readErasure(item).by };
  await registerErasure(context, memberId);
  // First the record: from then on no personal data can be added.
  await eraseMemberRecord(context, subject);
  await eraseHistory(context, subject);
  const references = await loadPersonalReferences(context.table, memberId);
  for (const kind of recordKindList.filter(hasPersonalData))
    if (kind !== "member" && kind !== "history-entry") await erasers[kind](context, subject, references);
  await eraseChanges(context, subject);
  await completeErasure(context, memberId);
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
