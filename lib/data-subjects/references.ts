import { readPhoto, type StoredPhoto } from "../photos/items.ts";
import type { Person } from "../photos/schema.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll } from "../table/read-all.ts";
import { readMany } from "../table/read-many.ts";
import type { Table } from "../table/table.ts";
import { type Item, type Key, keyOf } from "../table/write.ts";

/** Parts of meetings that tell of a member: attendances, votes that left the member out, photos. */
export type PersonalReferences = {
  attendances: readonly Item[];
  votes: readonly Key[];
  photos: readonly Key[];
  /** Whether one whom a photo shows is the member, named as such or as an attendee. */
  isSubject(person: Person): boolean;
};

/** Finds them: attendances by an index, votes and photos by what points from the member, or from an attendance, to them. */
export const loadPersonalReferences = async (
  table: Pick<Table, "query">,
  memberId: string,
): Promise<PersonalReferences> => {
  const { pk, sk } = keys.memberNamed(memberId, { pk: "", sk: "" });
  const [attendances, pointers] = await Promise.all([
    readAll(table, { index: "byGroup", partition: lists.ofPerson(memberId) }),
    readAll(table, { partition: pk, prefix: sk.slice(0, sk.indexOf("#") + 1) }),
  ]);
  const attended = new Set(attendances.map(({ id }) => id));
  const isThem = (person: Person) => person.memberId === memberId || attended.has(person.attendeeId);
  const pointed = referencingParts(pointers, photoPrefix);
  const others = await photosOfAttendances(table, attendances);
  const photos = others.filter((item) => peopleShownIn(readPhoto(item)).some(isThem)).map(keyOf);
  const known = new Set(photos.map((key) => key.sk));
  return {
    attendances,
    votes: referencingParts(pointers, keys.vote("", "").sk),
    photos: [...photos, ...pointed.filter((key) => !known.has(key.sk))],
    isSubject: isThem,
  };
};

const photoPrefix = keys.photo("", "").sk;

/** Whom a photo shows. */
export const peopleShownIn = ({ record }: StoredPhoto): readonly Person[] => record.peopleShown ?? [];

/** Photos of the meetings in which something names the attendance itself. */
const photosOfAttendances = async (table: Pick<Table, "query">, attendances: readonly Item[]): Promise<Item[]> => {
  const meetings = new Set(attendances.filter(({ refs }) => Number(refs) > 0).map(({ pk }) => pk));
  const found: Item[] = [];
  for (const partition of meetings) found.push(...(await readAll(table, { partition, prefix: photoPrefix })));
  return found;
};

/** Items by key, however many, in their order; those that are gone are left out. */
export const loadExisting = async (table: Pick<Table, "getMany">, wanted: readonly Key[]): Promise<Item[]> =>
  (await readMany(table, wanted)).filter((item) => item !== undefined);

/** Everything that stands with a member: the record, its history, awards, pointers from votes and photos. */
export const loadMemberItems = (table: Pick<Table, "query">, memberId: string): Promise<Item[]> =>
  readAll(table, { partition: keys.member(memberId).pk });

const partOf = ({ part }: Item): Key => {
  const { pk, sk } = (part ?? {}) as Partial<Key>;
  if (typeof pk !== "string" || typeof sk !== "string") throw new TypeError("A pointer without a part");
  return { pk, sk };
};

/** Parts of meetings of a kind (`VOTE#`, `PHO#`) that point to a member. */
export const referencingParts = (items: readonly Item[], kind: string): Key[] =>
  items.filter(({ sk }) => sk.startsWith(`NAMED#${kind}`)).map(partOf);
