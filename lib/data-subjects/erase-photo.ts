import { erasureReason } from "../changes/resolve.ts";
import { erased } from "../members/placeholder.ts";
import { photoChanged, photoGone, readPhoto, type StoredPhoto } from "../photos/items.ts";
import type { Person } from "../photos/schema.ts";
import { removeBytes } from "../photos/storage.ts";
import { tombstone, withAuditStamp } from "../records/audit-stamp.ts";
import { type Key, keyOf, type Write } from "../table/write.ts";
import { storedResponseWrites } from "./answers.ts";
import { eraseChangeValues } from "./erase-changes.ts";
import { type ErasureContext, type ErasureSubject, runStep } from "./erasing.ts";
import { peopleShownIn } from "./naming.ts";

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
    const writes = isAlone ? deletePhotoWrites(photo, now) : redactPhotoWrites(photo, isThem, now);
    await table.write(withAuditStamp([...writes, ...answers], { by, at: now }));
    if (isAlone) await removeBytes(erasing, id);
  });

/** The note keeps what the photo said out of the audit, which is told of the deletion later. */
const deletePhotoWrites = (photo: StoredPhoto, now: string): Write[] => {
  const writes = photoGone(photo, now);
  const [{ key } = { key: undefined }] = writes;
  return key ? [...writes, tombstone(keyOf(key), { reason: erasureReason })] : writes;
};

const redactPhotoWrites = (photo: StoredPhoto, isThem: IsSubject, now: string): Write[] => {
  const peopleShown = peopleShownIn(photo).filter((person) => !isThem(person));
  const record = { ...photo.record, peopleShown, updatedAt: now };
  return photoChanged(photo, { ...photo, record, version: photo.version + 1 }, now);
};

const redactedPhoto = (
  { caption, credit, ...photo }: StoredPhoto["record"],
  isThem: IsSubject,
  isAlone: boolean,
): StoredPhoto["record"] => {
  const peopleShown = photo.peopleShown?.filter((person) => !isThem(person));
  if (isAlone) return { ...photo, fileName: erased, peopleShown };
  return { ...photo, caption, credit, peopleShown };
};
