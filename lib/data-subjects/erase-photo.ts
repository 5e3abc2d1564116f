import { erasure } from "../changes/resolve.ts";
import { erased } from "../members/placeholder.ts";
import { readPhoto, type StoredPhoto } from "../photos/items.ts";
import { removeBytes } from "../photos/removal.ts";
import type { Person } from "../photos/schema.ts";
import { photoChanged, photoGone } from "../photos/store.ts";
import { tombstone, withAuditStamp } from "../records/audit-stamp.ts";
import { type Key, keyOf, type Write } from "../table/write.ts";
import { answerWrites } from "./answers.ts";
import { forget } from "./erase-changes.ts";
import { type Erasing, type Subject, step } from "./erasing.ts";
import { shownIn } from "./naming.ts";

type IsThem = (person: Person) => boolean;
type Announced = { id?: unknown; photo?: StoredPhoto["record"] };

/** Names a person in a photo no more; a photo that shows nobody else goes, with its bytes and all that was said of it. */
export const erasePhoto = (erasing: Erasing, { by }: Subject, key: Key, isThem: IsThem): Promise<void> =>
  step(async () => {
    const { table, now } = erasing;
    const item = await table.get(key);
    const photo = item && readPhoto(item);
    if (!photo || !shownIn(photo).some(isThem)) return;
    const isAlone = shownIn(photo).every(isThem);
    const { id } = photo.record;
    // Afterwards nothing tells any more which changes were those of this photo.
    if (isAlone) await forget(erasing, key, ({ resourceId }) => resourceId === id);
    const answers = await answerWrites(erasing, item, (record: Announced) =>
      record.id === id && record.photo ? { ...record, photo: toldOf(record.photo, isThem, isAlone) } : undefined,
    );
    const writes = isAlone ? gone(photo, now) : leftBy(photo, isThem, now);
    await table.write(withAuditStamp([...writes, ...answers], { by, at: now }));
    if (isAlone) await removeBytes(erasing, id);
  });

/** The note keeps what the photo said out of the audit, which is told of the deletion later. */
const gone = (photo: StoredPhoto, now: string): Write[] => {
  const writes = photoGone(photo, now);
  const [{ key } = { key: undefined }] = writes;
  return key ? [...writes, tombstone(keyOf(key), { reason: erasure })] : writes;
};

const leftBy = (photo: StoredPhoto, isThem: IsThem, now: string): Write[] => {
  const peopleShown = shownIn(photo).filter((person) => !isThem(person));
  const record = { ...photo.record, peopleShown, updatedAt: now };
  return photoChanged(photo, { ...photo, record, version: photo.version + 1 }, now);
};

const toldOf = (
  { caption, credit, ...photo }: StoredPhoto["record"],
  isThem: IsThem,
  isAlone: boolean,
): StoredPhoto["record"] => {
  const peopleShown = photo.peopleShown?.filter((person) => !isThem(person));
  if (isAlone) return { ...photo, fileName: erased, peopleShown };
  return { ...photo, caption, credit, peopleShown };
};
