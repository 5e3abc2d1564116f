import { amend } from "../meetings/amend.ts";
import { votes } from "../meetings/parts.ts";
import { erased } from "../members/placeholder.ts";
import { readPhoto } from "../photos/items.ts";
import { removeBytes } from "../photos/removal.ts";
import { photoChanged, photoGone } from "../photos/store.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { stamped } from "../table/stamp.ts";
import { type Item, type Key, keyOf } from "../table/write.ts";
import { type Erasing, type Subject, step } from "./erasing.ts";
import { partsNaming } from "./pages.ts";

/** Parts of meetings that tell of a member: attendances, votes that left the member out, photos. */
export type Naming = { attendances: readonly Key[]; votes: readonly Key[]; photos: readonly Key[] };

/** Finds them: attendances by an index, the others by what points from the member to them. */
export const findNaming = async ({ table }: Erasing, { memberId }: Subject): Promise<Naming> => {
  const { pk, sk } = keys.memberNamed(memberId, { pk: "", sk: "" });
  const [attendances, pointers] = await Promise.all([
    readAll(table, { index: "byGroup", partition: lists.ofPerson(memberId) }),
    readAll(table, { partition: pk, prefix: sk.slice(0, sk.indexOf("#") + 1) }),
  ]);
  return {
    attendances: attendances.map(keyOf),
    votes: partsNaming(pointers, "VOTE#"),
    photos: partsNaming(pointers, "PHO#"),
  };
};

/** Takes out of every part what it says of the member; a photo of nobody else goes, with all its bytes. */
export const eraseParts = async (erasing: Erasing, subject: Subject, naming: Naming): Promise<void> => {
  for (const key of naming.attendances) await changePart(erasing, subject, key, withoutReason);
  for (const key of naming.votes) await changePart(erasing, subject, key, (item) => withoutExclusion(item, subject));
  for (const key of naming.photos) await erasePhoto(erasing, subject, key);
};

const changePart = (
  { table, now }: Erasing,
  { by }: Subject,
  key: Key,
  change: (item: Item) => Item | undefined,
): Promise<void> =>
  step(async () => {
    const item = await table.get(key);
    const changed = item && change(item);
    if (!item || !changed) return;
    const after = { ...changed, version: Number(item.version) + 1, updatedAt: now };
    await table.write(stamped([amend(item, after)], { by, at: now }));
  });

const withoutReason = ({ reason, ...item }: Item): Item | undefined =>
  reason === undefined ? undefined : { ...item, pk: item.pk, sk: item.sk };

const withoutExclusion = (item: Item, { memberId }: Subject): Item | undefined => {
  const { base } = votes.schema.parse(item);
  const { exclusions = [] } = base;
  if (exclusions.every((one) => one.memberId !== memberId || one.reason === erased)) return undefined;
  const kept = exclusions.map((one) => (one.memberId === memberId ? { ...one, reason: erased } : one));
  return { ...item, base: { ...base, exclusions: kept } };
};

const erasePhoto = (erasing: Erasing, { memberId, by }: Subject, key: Key): Promise<void> =>
  step(async () => {
    const { table, now } = erasing;
    const item = await table.get(key);
    const photo = item && readPhoto(item);
    const shown = photo?.record.peopleShown ?? [];
    if (!photo || !shown.some((person) => person.memberId === memberId)) return;
    const peopleShown = shown.filter((person) => person.memberId !== memberId);
    const record = { ...photo.record, peopleShown, updatedAt: now };
    const isAlone = peopleShown.length === 0;
    const writes = isAlone
      ? photoGone(photo, now)
      : photoChanged(photo, { ...photo, record, version: photo.version + 1 }, now);
    await table.write(stamped(writes, { by, at: now }));
    if (isAlone) await removeBytes(erasing, photo.record.id);
  });
