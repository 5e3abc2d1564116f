import { readPhoto } from "../photos/items.ts";
import type { Person, StoredPhoto } from "../photos/schema.ts";
import { keys, lists } from "../table/keys.ts";
import { readAll, readMany } from "../table/read-all.ts";
import type { Table } from "../table/table.ts";
import { type Item, type Key, keyOf } from "../table/write.ts";

/** Parts of meetings with personal data of a member: attendances, votes with an exclusion, photos. */
export type PersonalReferences = {
  attendances: readonly Item[];
  votes: readonly Key[];
  photos: readonly Key[];
  /** Whether a person in a photo is the member, referenced as such or as an attendee. */
  isSubject(person: Person): boolean;
};

/** Finds attendances by an index, votes and photos by backlinks of the member or through an attendance. */
export const loadPersonalReferences = async (
  table: Pick<Table, "query">,
  memberId: string,
): Promise<PersonalReferences> => {
  const { pk, sk } = keys.memberNamed(memberId, { pk: "", sk: "" });
  const [attendances, backlinks] = await Promise.all([
    readAll(table, { index: "byGroup", partition: lists.ofMember(memberId) }),
    readAll(table, { partition: pk, prefix: sk.slice(0, sk.indexOf("#") + 1) }),
  ]);
  const attended = new Set(attendances.map(({ id }) => id));
  const isSubject = (person: Person) => person.memberId === memberId || attended.has(person.attendeeId);
  const linked = referencingParts(backlinks, photoPrefix);
  const others = await photosOfAttendances(table, attendances);
  const photos = others.filter((item) => peopleShownIn(readPhoto(item)).some(isSubject)).map(keyOf);
  const known = new Set(photos.map((key) => key.sk));
  return {
    attendances,
    votes: referencingParts(backlinks, keys.vote("", "").sk),
    photos: [...photos, ...linked.filter((key) => !known.has(key.sk))],
    isSubject,
  };
};

const photoPrefix = keys.photo("", "").sk;

export const peopleShownIn = ({ record }: StoredPhoto): readonly Person[] => record.peopleShown ?? [];

/** Photos of the meetings in which the attendance is referenced. */
const photosOfAttendances = async (table: Pick<Table, "query">, attendances: readonly Item[]): Promise<Item[]> => {
  const meetings = new Set(attendances.filter(({ refs }) => Number(refs) > 0).map(({ pk }) => pk));
  const found: Item[] = [];
  for (const partition of meetings) found.push(...(await readAll(table, { partition, prefix: photoPrefix })));
  return found;
};

/** Any number of items by key, in order, without those that do not exist. */
export const loadExisting = async (table: Pick<Table, "getMany">, wanted: readonly Key[]): Promise<Item[]> =>
  (await readMany(table, wanted)).filter((item) => item !== undefined);

/** All items in the partition of a member: the record, its history, awards, backlinks of votes and photos. */
export const loadMemberItems = (table: Pick<Table, "query">, memberId: string): Promise<Item[]> =>
  readAll(table, { partition: keys.member(memberId).pk });

const partOf = ({ part }: Item): Key => {
  const { pk, sk } = (part ?? {}) as Partial<Key>;
  if (typeof pk !== "string" || typeof sk !== "string") throw new TypeError("A backlink without a part");
  return { pk, sk };
};

/** Parts of meetings of a kind (`VOTE#`, `PHO#`) that the backlinks name. */
const referencingParts = (items: readonly Item[], kind: string): Key[] =>
  items.filter(({ sk }) => sk.startsWith(`NAMED#${kind}`)).map(partOf);
