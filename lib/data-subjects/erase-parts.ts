import { erasureReason } from "../changes/resolve.ts";
import { attendees } from "../meetings/attendees.ts";
import { updateAtVersion } from "../meetings/parts.ts";
import type { Vote } from "../meetings/vote-schema.ts";
import { votes } from "../meetings/votes.ts";
import { erasedText } from "../members/erasure.ts";
import { deletePhotoWrites, readPhoto, updatePhotoWrites } from "../photos/items.ts";
import type { Person, StoredPhoto } from "../photos/schema.ts";
import { deletePhotoBytes } from "../photos/storage.ts";
import { tombstone, withAuditStamp } from "../records/audit-stamp.ts";
import { type Item, type Key, keyOf, type Write } from "../table/write.ts";
import { eraseChangeValues } from "./erase-changes.ts";
import { type ErasureContext, type ErasureSubject, runStep, storedResponseWrites } from "./erasure-context.ts";
import { type PersonalReferences, peopleShownIn } from "./references.ts";

type StoredRecord = Record<string, unknown>;

/** Redacts a part, and the stored response to the request that created it; undefined: nothing to erase. */
type PartRedaction = {
  item: (item: Item) => Item | undefined;
  response: (record: StoredRecord) => StoredRecord | undefined;
};

const redactPart = (
  context: ErasureContext,
  { by }: ErasureSubject,
  { key, redaction }: { key: Key; redaction: PartRedaction },
): Promise<void> =>
  runStep(async () => {
    const { table, now } = context;
    const item = await table.get(keyOf(key));
    if (!item) return;
    const redacted = redaction.item(item);
    const after = redacted && { ...redacted, version: Number(item.version) + 1, updatedAt: now };
    const responses = await storedResponseWrites(context, item, redaction.response);
    const writes = [...(after ? [updateAtVersion(item, after)] : []), ...responses];
    await table.write(withAuditStamp(writes, { by, at: now }));
  });

/** Erases the reason of an attendance or absence. */
export const eraseAttendance = (context: ErasureContext, subject: ErasureSubject, key: Key): Promise<void> =>
  redactPart(context, subject, {
    key,
    redaction: {
      item: ({ reason, ...item }) => (reason === undefined ? undefined : { ...item, pk: item.pk, sk: item.sk }),
      response: (record) => {
        const { items } = record;
        if (!Array.isArray(items)) return undefined;
        const redact = ({ reason: _, ...item }: StoredRecord) => attendees.schema.parse(item);
        return {
          ...record,
          items: items.map((item: StoredRecord) => (item.memberId === subject.memberId ? redact(item) : item)),
        };
      },
    },
  });

/** Erases the reason for which the member was excluded from a vote. */
export const eraseExclusion = (context: ErasureContext, subject: ErasureSubject, key: Key): Promise<void> => {
  const { memberId } = subject;
  const redact = (base: Vote["base"]): Vote["base"] | undefined => {
    const { exclusions = [] } = base;
    if (exclusions.every((one) => one.memberId !== memberId || one.reason === erasedText)) return undefined;
    return {
      ...base,
      exclusions: exclusions.map((one) => (one.memberId === memberId ? { ...one, reason: erasedText } : one)),
    };
  };
  const redaction: PartRedaction = {
    item: (item) => {
      const base = redact(votes.schema.parse(item).base);
      return base && { ...item, base };
    },
    response: (record) => {
      const vote = votes.schema.safeParse(record);
      const base = vote.success ? redact(vote.data.base) : undefined;
      return base && { ...record, base };
    },
  };
  return redactPart(context, subject, { key, redaction });
};

type PhotoSubject = ErasureSubject & Pick<PersonalReferences, "isSubject">;
type PhotoResponse = { id?: unknown; photo?: StoredPhoto["record"] };

/** Removes a person from a photo. A photo of nobody else is deleted, with its bytes and its values in the audit. */
export const erasePhoto = (context: ErasureContext, { by, isSubject }: PhotoSubject, key: Key): Promise<void> =>
  runStep(async () => {
    const { table, now } = context;
    const item = await table.get(keyOf(key));
    const photo = item && readPhoto(item);
    if (!photo || !peopleShownIn(photo).some(isSubject)) return;
    const isAlone = peopleShownIn(photo).every(isSubject);
    const others = peopleShownIn(photo).filter((person) => !isSubject(person));
    const { id } = photo.record;
    // Before the deletion: without the photo its changes cannot be found any more.
    if (isAlone) await eraseChangeValues(context, key, ({ resourceId }) => resourceId === id);
    const responses = await storedResponseWrites(context, item, (record: PhotoResponse) =>
      record.id === id && record.photo
        ? { ...record, photo: redactedPhoto(record.photo, isSubject, isAlone) }
        : undefined,
    );
    const writes = isAlone ? deleteErasedPhotoWrites(photo, now) : redactPhotoWrites(photo, others, now);
    await table.write(withAuditStamp([...writes, ...responses], { by, at: now }));
    if (isAlone) await deletePhotoBytes(context, id);
  });

/** The reason in the tombstone keeps the values out of the audit entry of the deletion, which is published later. */
const deleteErasedPhotoWrites = (photo: StoredPhoto, now: string): Write[] => {
  const writes = deletePhotoWrites(photo, now);
  const [first] = writes;
  return first ? [...writes, tombstone(keyOf(first.key), { reason: erasureReason })] : writes;
};

const redactPhotoWrites = (photo: StoredPhoto, peopleShown: readonly Person[], now: string): Write[] => {
  const record = { ...photo.record, peopleShown: [...peopleShown], updatedAt: now };
  return updatePhotoWrites(photo, { ...photo, record, version: photo.version + 1 });
};

const redactedPhoto = (
  { caption, credit, ...photo }: StoredPhoto["record"],
  isSubject: PhotoSubject["isSubject"],
  isAlone: boolean,
): StoredPhoto["record"] => {
  const peopleShown = photo.peopleShown?.filter((person) => !isSubject(person));
  if (isAlone) return { ...photo, fileName: erasedText, peopleShown };
  return { ...photo, caption, credit, peopleShown };
};
