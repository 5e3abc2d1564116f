import type { Vote } from "../meetings/part-schemas.ts";
import { amend, attendees, votes } from "../meetings/parts.ts";
import { erased } from "../members/placeholder.ts";
import { withAuditStamp } from "../records/audit-stamp.ts";
import type { Item, Key } from "../table/write.ts";
import { storedResponseWrites } from "./answers.ts";
import { erasePhoto } from "./erase-photo.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasing.ts";
import type { PersonalReferences } from "./naming.ts";

type StoredRecord = Record<string, unknown>;

/** What becomes of a part, and of the answer to the request that made it; undefined where it says nothing to be erased. */
type PartRedaction = {
  item: (item: Item) => Item | undefined;
  answer: (record: StoredRecord) => StoredRecord | undefined;
};

/** Takes out of every part what it says of the member; a photo of nobody else goes, with all its bytes. */
export const eraseParts = async (
  erasing: ErasureContext,
  subject: ErasureSubject,
  naming: PersonalReferences,
): Promise<void> => {
  for (const key of naming.attendances) await redactPart(erasing, subject, key, attendanceRedaction(subject));
  for (const key of naming.votes) await redactPart(erasing, subject, key, exclusionRedaction(subject));
  for (const key of naming.photos) await erasePhoto(erasing, subject, key, naming.isSubject);
};

const redactPart = (
  erasing: ErasureContext,
  { by }: ErasureSubject,
  { pk, sk }: Key,
  change: PartRedaction,
): Promise<void> =>
  runStep(async () => {
    const { table, now } = erasing;
    const item = await table.get({ pk, sk });
    if (!item) return;
    const changed = change.item(item);
    const after = changed && { ...changed, version: Number(item.version) + 1, updatedAt: now };
    const answers = await storedResponseWrites(erasing, item, change.answer);
    await table.write(withAuditStamp([...(after ? [amend(item, after)] : []), ...answers], { by, at: now }));
  });

/** Somebody attended, or did not, for no reason that is told. */
const attendanceRedaction = ({ memberId }: ErasureSubject): PartRedaction => ({
  item: ({ reason, ...item }) => (reason === undefined ? undefined : { ...item, pk: item.pk, sk: item.sk }),
  answer: (record) => {
    const { items } = record;
    if (!Array.isArray(items)) return undefined;
    return {
      ...record,
      items: items.map((item: StoredRecord) =>
        item.memberId === memberId ? attendees.schema.parse(withoutReason(item)) : item,
      ),
    };
  },
});

const withoutReason = ({ reason: _, ...item }: StoredRecord): StoredRecord => item;

/** Somebody had no vote, for a reason that is no longer told. */
const exclusionRedaction = ({ memberId }: ErasureSubject): PartRedaction => {
  const changed = (base: Vote["base"]): Vote["base"] | undefined => {
    const { exclusions = [] } = base;
    if (exclusions.every((one) => one.memberId !== memberId || one.reason === erased)) return undefined;
    return {
      ...base,
      exclusions: exclusions.map((one) => (one.memberId === memberId ? { ...one, reason: erased } : one)),
    };
  };
  return {
    item: (item) => {
      const base = changed(votes.schema.parse(item).base);
      return base && { ...item, base };
    },
    answer: (record) => {
      const vote = votes.schema.safeParse(record);
      const base = vote.success ? changed(vote.data.base) : undefined;
      return base && { ...record, base };
    },
  };
};
