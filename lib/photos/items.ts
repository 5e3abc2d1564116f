import * as z from "zod/mini";
import { decrementPartCount, incrementPartCount } from "../meetings/items.ts";
import { addAttendeeReference } from "../meetings/parts.ts";
import { addBacklink, removeBacklink } from "../members/references.ts";
import { refer } from "../records/kinds.ts";
import { decodeStored } from "../shared/decode-stored.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import { itemFields } from "../shared/schema.ts";
import { keys, lists } from "../table/keys.ts";
import type { Range } from "../table/range.ts";
import {
  check,
  deleteAtVersion,
  deleteItem,
  type Item,
  insert,
  type Key,
  keyOf,
  type OnConditionFailed,
  type Write,
} from "../table/write.ts";
import { expirySeconds, personId, purgeAt, reservesBytes } from "./rules.ts";
import { type Person, type Photo, rejectionCode, type StoredPhoto, storedPhoto, storedRendition } from "./schema.ts";

const photoList = "photo";

const storageFields = {
  uploadKey: z.string(),
  objectVersion: z.optional(z.string()),
  awaitedUntil: z.optional(z.string()),
  renditions: z._default(z.array(storedRendition), []),
  rejection: z.optional(rejectionCode),
  idempotencyPk: z.optional(z.string()),
};
const photoItem = z.object({ ...itemFields, ...storageFields });

/** Photos of a meeting sort by number, then by entry; those without a number come last. */
const sortOf = ({ number, id }: Photo) => `${number === undefined ? "~" : String(number).padStart(6, "0")}#${id}`;

export const photoItemOf = ({ record, ...storage }: StoredPhoto): Item => ({
  ...keys.photo(record.meetingId, record.id),
  ...record,
  ...storage,
  inGroup: lists.ofMeeting(record.meetingId, photoList),
  sort: sortOf(record),
});

/** Parses an item. Throws for a corrupt one. */
export const readPhoto = (item: Item): StoredPhoto => {
  const { version, uploadKey, objectVersion, awaitedUntil, renditions, rejection, idempotencyPk } = decodeStored(
    photoItem,
    item,
  );
  const storage = { version, uploadKey, objectVersion, awaitedUntil, renditions, rejection, idempotencyPk };
  return { record: decodeStored(storedPhoto, item), ...storage };
};

/** The photos of a meeting in their order. */
export const photosOf = (meetingId: string): Range => ({
  index: "byGroup",
  partition: lists.ofMeeting(meetingId, photoList),
});

const duplicate: OnConditionFailed = (old) =>
  new Problem("duplicate-photo", { existing: old ? refer("photo", String(old.id)) : undefined });

/** Guard of the bytes in a meeting, with the photo to which they belong. */
export const bytesGuard = ({ meetingId, sha256, id }: Photo) => ({ ...keys.photoBytes(meetingId, sha256), id });

/** Holds while no other photo has the same bytes, which can be announced again once this photo has expired. */
export const ownsBytes = ({ id }: Photo) => ({
  expression: "attribute_not_exists(pk) OR id = :id",
  values: { ":id": id },
});

/** Item whose time to live triggers the check whether the photo has expired. */
export const expiryItem = ({ meetingId, id }: Photo, awaitedUntil: string): Item => ({
  ...keys.photoDue(meetingId, id),
  id,
  expiresAt: expirySeconds(purgeAt(awaitedUntil)),
});

/** Writes for people who are added to or removed from a photo. A reference keeps an attendee, but not a member, from being deleted. */
const peopleWrites = (
  { meetingId, id }: Pick<Photo, "meetingId" | "id">,
  before: readonly Person[],
  after: readonly Person[],
): Write[] => {
  const photo = keys.photo(meetingId, id);
  const old = new Set(before.map(personId));
  const now = new Set(after.map(personId));
  const added = after.flatMap((person, i) =>
    old.has(personId(person)) ? [] : addPersonWrites(photo, meetingId, person, i),
  );
  const removed = before.filter((person) => !now.has(personId(person)));
  return [
    ...added,
    ...removed.flatMap(({ attendeeId }) =>
      attendeeId ? [addAttendeeReference({ meetingId, id: attendeeId }, { by: "photo", count: -1 })] : [],
    ),
    ...removed.flatMap(({ memberId }) => (memberId ? [removeBacklink(memberId, photo)] : [])),
  ];
};

/** An erased person cannot be added to a photo. */
const notErased = "attribute_exists(pk) AND attribute_not_exists(erasedAt)";

const addPersonWrites = (photo: Key, meetingId: string, { memberId, attendeeId = "" }: Person, i: number): Write[] => {
  const unknown = (field: string) => () =>
    invalidInput([{ pointer: `/peopleShown/${i}/${field}`, code: "unknown-reference" }]);
  return memberId === undefined
    ? [addAttendeeReference({ meetingId, id: attendeeId }, { by: "photo", count: 1 }, unknown("attendeeId"))]
    : [
        check(keys.member(memberId), { expression: notErased }, (old) =>
          old ? new Problem("erased") : unknown("memberId")(),
        ),
        addBacklink(memberId, photo),
      ];
};

/** Creates a photo in a meeting that does not have these bytes yet, or whose photo with these bytes has expired. */
export const createPhotoWrites = (photo: StoredPhoto, awaitedUntil: string): Write[] => {
  const { meetingId, createdAt, peopleShown = [] } = photo.record;
  const bytes = { ...bytesGuard(photo.record), expiresAt: expirySeconds(awaitedUntil) };
  return [
    insert(photoItemOf({ ...photo, awaitedUntil })),
    {
      kind: "put",
      key: keyOf(bytes),
      item: bytes,
      condition: {
        expression: "attribute_not_exists(pk) OR expiresAt <= :now",
        values: { ":now": Math.floor(Date.parse(createdAt) / 1_000) },
      },
      onConditionFailed: duplicate,
    },
    insert(expiryItem(photo.record, awaitedUntil)),
    incrementPartCount(meetingId),
    ...peopleWrites(photo.record, [], peopleShown),
  ];
};

/** Replaces a photo. A new upload key does not change the version, so the condition compares both. */
export const updatePhotoWrites = (before: StoredPhoto, after: StoredPhoto): Write[] => {
  const item = photoItemOf(after);
  return [
    {
      kind: "put",
      key: keyOf(item),
      item,
      condition: {
        expression: "version = :version AND uploadKey = :key",
        values: { ":version": before.version, ":key": before.uploadKey },
      },
      onConditionFailed: (old) => new Problem(old?.version === before.version ? "write-conflict" : "stale"),
    },
    ...peopleWrites(after.record, before.record.peopleShown ?? [], after.record.peopleShown ?? []),
  ];
};

/** Deletes a photo. Its bytes are deleted later, from the stream. */
export const deletePhotoWrites = (photo: StoredPhoto, now: string): Write[] => {
  const { record, version } = photo;
  const { id, meetingId, peopleShown = [], sha256 } = record;
  return [
    deleteAtVersion(keys.photo(meetingId, id), version),
    ...(reservesBytes(photo, now) ? [deleteItem(keys.photoBytes(meetingId, sha256), ownsBytes(record))] : []),
    deleteItem(keys.photoDue(meetingId, id)),
    decrementPartCount(meetingId),
    ...peopleWrites(record, peopleShown, []),
  ];
};
