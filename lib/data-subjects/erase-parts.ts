import { erasureReason } from "../changes/resolve.ts";
import { updateAtVersion } from "../meetings/parts.ts";
import { votes } from "../meetings/votes.ts";
import { deletePhotoWrites, readPhoto, updatePhotoWrites } from "../photos/items.ts";
import type { Person, StoredPhoto } from "../photos/schema.ts";
import { deletePhotoBytes } from "../photos/storage.ts";
import { tombstone, withAuditStamp } from "../records/audit-stamp.ts";
import { type Item, type Key, keyOf, type Write } from "../table/write.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasure-context.ts";
import { type PersonalReferences, peopleShownIn } from "./references.ts";
import { redactExclusions, storedResponseWrites } from "./stored-responses.ts";

/** Replaces a part by its redacted form; undefined: nothing to erase. */
const redactPart = (
  { table, now }: ErasureContext,
  { by }: ErasureSubject,
  { key, redact }: { key: Key; redact: (item: Item) => Item | undefined },
): Promise<void> =>
  runStep(async () => {
    const item = await table.get(keyOf(key));
    const redacted = item && redact(item);
    if (!redacted) return;
    const after = { ...redacted, version: Number(item.version) + 1, updatedAt: now };
    await table.write(withAuditStamp([updateAtVersion(item, after)], { by, at: now }));
  });

/** Erases the reason of an attendance or absence. */
export const eraseAttendance = (context: ErasureContext, subject: ErasureSubject, key: Key): Promise<void> =>
  redactPart(context, subject, {
    key,
    redact: ({ reason, ...item }) => (reason === undefined ? undefined : { ...item, pk: item.pk, sk: item.sk }),
  });

/** Erases the reason for which the member was excluded from a vote. */
export const eraseExclusion = (context: ErasureContext, subject: ErasureSubject, key: Key): Promise<void> =>
  redactPart(context, subject, {
    key,
    redact: (item) => {
      const base = redactExclusions(votes.schema.parse(item).base, subject.memberId);
      return base && { ...item, base };
    },
  });

type PhotoSubject = ErasureSubject & Pick<PersonalReferences, "isSubject">;

/** Removes a person from a photo. A photo of nobody else is deleted with its bytes. */
export const erasePhoto = (
  context: ErasureContext,
  { by, memberId, isSubject }: PhotoSubject,
  key: Key,
): Promise<void> =>
  runStep(async () => {
    const { table, now } = context;
    const item = await table.get(keyOf(key));
    const photo = item && readPhoto(item);
    if (!photo || !peopleShownIn(photo).some(isSubject)) return;
    const isAlone = peopleShownIn(photo).every(isSubject);
    const others = peopleShownIn(photo).filter((person) => !isSubject(person));
    const { id } = photo.record;
    const { idempotencyPk } = item;
    const redaction = { memberId, resourceId: id, now, isSubject, isAlone };
    const responses = await storedResponseWrites(table, { idempotencyPk, kind: "photo" }, redaction);
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
