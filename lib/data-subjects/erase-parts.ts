import { erasureReason } from "../changes/resolve.ts";
import { attendees } from "../meetings/attendees.ts";
import type { Vote } from "../meetings/part-schemas.ts";
import { updateAtVersion } from "../meetings/parts.ts";
import { votes } from "../meetings/votes.ts";
import { erasedText } from "../members/items.ts";
import { deletePhotoWrites, readPhoto, type StoredPhoto, updatePhotoWrites } from "../photos/items.ts";
import type { Person } from "../photos/schema.ts";
import { deletePhotoBytes } from "../photos/storage.ts";
import { tombstone, withAuditStamp } from "../records/audit-stamp.ts";
import { type Item, type Key, keyOf, type Write } from "../table/write.ts";
import { eraseChangeValues } from "./erase-changes.ts";
import { type ErasureContext, type ErasureSubject, runStep, storedResponseWrites } from "./erasure-context.ts";
import { type PersonalReferences, peopleShownIn } from "./references.ts";

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
    await table.write(withAuditStamp([...(after ? [updateAtVersion(item, after)] : []), ...answers], { by, at: now }));
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
    if (exclusions.every((one) => one.memberId !== memberId || one.reason === erasedText)) return undefined;
    return {
      ...base,
      exclusions: exclusions.map((one) => (one.memberId === memberId ? { ...one, reason: erasedText } : one)),
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

type IsSubject = (person: Person) => boolean;
type PhotoResponse = { id?: unknown; photo?: StoredPhoto["record"] };

/** Names a person in a photo no more; a photo that shows nobody else goes, with its bytes and all that was said of it. */
export const erasePhoto = (
  erasing: ErasureContext,
  { by }: ErasureSubject,
  key: Key,
  isThem: IsSubject,
): Promise<void> =>
  runStep(async () => {
    const { table, now } = erasing;
    const item = await table.get(key);
    const photo = item && readPhoto(item);
    if (!photo || !peopleShownIn(photo).some(isThem)) return;
    const isAlone = peopleShownIn(photo).every(isThem);
    const { id } = photo.record;
    // Afterwards nothing tells any more which changes were those of this photo.
    if (isAlone) await eraseChangeValues(erasing, key, ({ resourceId }) => resourceId === id);
    const answers = await storedResponseWrites(erasing, item, (record: PhotoResponse) =>
      record.id === id && record.photo ? { ...record, photo: redactedPhoto(record.photo, isThem, isAlone) } : undefined,
    );
    const writes = isAlone ? deleteErasedPhotoWrites(photo, now) : redactPhotoWrites(photo, isThem, now);
    await table.write(withAuditStamp([...writes, ...answers], { by, at: now }));
    if (isAlone) await deletePhotoBytes(erasing, id);
  });

/** The note keeps what the photo said out of the audit, which is told of the deletion later. */
const deleteErasedPhotoWrites = (photo: StoredPhoto, now: string): Write[] => {
  const writes = deletePhotoWrites(photo, now);
  const [{ key } = { key: undefined }] = writes;
  return key ? [...writes, tombstone(keyOf(key), { reason: erasureReason })] : writes;
};

const redactPhotoWrites = (photo: StoredPhoto, isThem: IsSubject, now: string): Write[] => {
  const peopleShown = peopleShownIn(photo).filter((person) => !isThem(person));
  const record = { ...photo.record, peopleShown, updatedAt: now };
  return updatePhotoWrites(photo, { ...photo, record, version: photo.version + 1 }, now);
};

const redactedPhoto = (
  { caption, credit, ...photo }: StoredPhoto["record"],
  isThem: IsSubject,
  isAlone: boolean,
): StoredPhoto["record"] => {
  const peopleShown = photo.peopleShown?.filter((person) => !isThem(person));
  if (isAlone) return { ...photo, fileName: erasedText, peopleShown };
  return { ...photo, caption, credit, peopleShown };
};
