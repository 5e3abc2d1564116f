import { amend } from "../meetings/amend.ts";
import { attendees, votes } from "../meetings/parts.ts";
import type { Vote } from "../meetings/vote-schema.ts";
import { erased } from "../members/placeholder.ts";
import { withAuditStamp } from "../records/audit-stamp.ts";
import type { Item, Key } from "../table/write.ts";
import { answerWrites } from "./answers.ts";
import { erasePhoto } from "./erase-photo.ts";
import { type Erasing, type Subject, step } from "./erasing.ts";
import type { Naming } from "./naming.ts";

type Kept = Record<string, unknown>;

/** What becomes of a part, and of the answer to the request that made it; undefined where it says nothing to be erased. */
type Change = { item: (item: Item) => Item | undefined; answer: (record: Kept) => Kept | undefined };

/** Takes out of every part what it says of the member; a photo of nobody else goes, with all its bytes. */
export const eraseParts = async (erasing: Erasing, subject: Subject, naming: Naming): Promise<void> => {
  for (const key of naming.attendances) await changePart(erasing, subject, key, attendanceOf(subject));
  for (const key of naming.votes) await changePart(erasing, subject, key, exclusionOf(subject));
  for (const key of naming.photos) await erasePhoto(erasing, subject, key, naming.isThem);
};

const changePart = (erasing: Erasing, { by }: Subject, { pk, sk }: Key, change: Change): Promise<void> =>
  step(async () => {
    const { table, now } = erasing;
    const item = await table.get({ pk, sk });
    if (!item) return;
    const changed = change.item(item);
    const after = changed && { ...changed, version: Number(item.version) + 1, updatedAt: now };
    const answers = await answerWrites(erasing, item, change.answer);
    await table.write(withAuditStamp([...(after ? [amend(item, after)] : []), ...answers], { by, at: now }));
  });

/** Somebody attended, or did not, for no reason that is told. */
const attendanceOf = ({ memberId }: Subject): Change => ({
  item: ({ reason, ...item }) => (reason === undefined ? undefined : { ...item, pk: item.pk, sk: item.sk }),
  answer: (record) => {
    const { items } = record;
    if (!Array.isArray(items)) return undefined;
    return {
      ...record,
      items: items.map((item: Kept) =>
        item.memberId === memberId ? attendees.schema.parse(withoutReason(item)) : item,
      ),
    };
  },
});

const withoutReason = ({ reason: _, ...item }: Kept): Kept => item;

/** Somebody had no vote, for a reason that is no longer told. */
const exclusionOf = ({ memberId }: Subject): Change => {
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
