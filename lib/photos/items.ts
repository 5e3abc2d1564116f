import * as z from "zod/mini";
import type { MeetingDependent } from "../meetings/dependents.ts";
import { decrementPartCount, incrementPartCount } from "../meetings/items.ts";
import { addAttendeeReference } from "../meetings/parts.ts";
import { addBacklink, removeBacklink } from "../members/references.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import { refer } from "../records/kinds.ts";
import type { Caller } from "../records/request-context.ts";
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
  update,
  type Write,
} from "../table/write.ts";
import type { RejectionCode } from "../vocabulary/rejections.ts";
import { personId } from "./people.ts";
import { expirySeconds, purgeAt, reservesBytes } from "./rules.ts";
import {
  type Person,
  type Photo,
  type PhotoInput,
  photoInput,
  rejectionCode,
  type StoredRendition,
  storedPhoto,
  storedRendition,
} from "./schema.ts";

const photoList = "photo";

const keptFields = {
  uploadKey: z.string(),
  objectVersion: z.optional(z.string()),
  awaitedUntil: z.optional(z.string()),
  renditions: z._default(z.array(storedRendition), []),
  rejection: z.optional(rejectionCode),
  idempotencyPk: z.optional(z.string()),
};
const photoItem = z.object({ ...itemFields, ...keptFields });

/** A photo with its version and the place of its bytes. */
export type StoredPhoto = {
  record: Photo;
  version: number;
  /** The one key whose object can make the photo ready. */
  uploadKey: string;
  /** Version of the object that is being checked, or is the photo's. */
  objectVersion?: string | undefined;
  /** The instant from which on a photo that is not finished is expired. */
  awaitedUntil?: string | undefined;
  renditions: readonly StoredRendition[];
  rejection?: RejectionCode | undefined;
  /** The idempotent answer that announced it. */
  idempotencyPk?: string | undefined;
};

/** Photos of a meeting stand by number, those without behind, then by entry. */
const sortOf = ({ number, id }: Photo) => `${number === undefined ? "~" : String(number).padStart(6, "0")}#${id}`;

export const photoItemOf = ({ record, ...kept }: StoredPhoto): Item => ({
  ...keys.photo(record.meetingId, record.id),
  ...record,
  ...kept,
  inGroup: lists.ofMeeting(record.meetingId, photoList),
  sort: sortOf(record),
});

/** Reads an item; throws where it is not what we write. */
export const readPhoto = (item: Item): StoredPhoto => {
  const { version, uploadKey, objectVersion, awaitedUntil, renditions, rejection, idempotencyPk } = decodeStored(
    photoItem,
    item,
  );
  const kept = { version, uploadKey, objectVersion, awaitedUntil, renditions, rejection, idempotencyPk };
  return { record: decodeStored(storedPhoto, item), ...kept };
};

/** The photos of a meeting in their order. */
export const photosOf = (meetingId: string): Range => ({
  index: "byGroup",
  partition: lists.ofMeeting(meetingId, photoList),
});

const inputNames = Object.keys(photoInput.shape);

/** The record as a caller would have sent it: what a merge patch is applied to. */
export const inputOf = (record: Photo): PhotoInput =>
  Object.fromEntries(Object.entries(record).filter(([name]) => inputNames.includes(name))) as PhotoInput;

const duplicate =
  (caller: Caller): OnConditionFailed =>
  (old) => {
    const seen =
      old && isVisibleTo(caller, { visibility: old.visibility === "restricted" ? "restricted" : "internal" });
    return new Problem("duplicate-photo", { existing: seen ? refer("photo", String(old.id)) : undefined });
  };

/** That the meeting has these bytes, and whether the photo that brought them may be told of. */
export const bytesItem = ({ meetingId, sha256, id, visibility }: Photo) => ({
  ...keys.photoBytes(meetingId, sha256),
  id,
  visibility,
});

/** Another photo may have brought the same bytes since this one had expired. */
export const ownsBytes = ({ id }: Photo) => ({
  expression: "attribute_not_exists(pk) OR id = :id",
  values: { ":id": id },
});

/** Goes when it is time to look whether the photo has expired: the one clock that needs nobody to call. */
export const expiryItem = ({ meetingId, id }: Photo, awaitedUntil: string): Item => ({
  ...keys.photoDue(meetingId, id),
  id,
  expiresAt: expirySeconds(purgeAt(awaitedUntil)),
});

/** What a photo newly names must exist; an attendee that is named stays. Members stay only for awards, ratings and attendance. */
const peopleWrites = (
  { meetingId, id }: Pick<Photo, "meetingId" | "id">,
  before: readonly Person[],
  after: readonly Person[],
): Write[] => {
  const photo = keys.photo(meetingId, id);
  const old = new Set(before.map(personId));
  const now = new Set(after.map(personId));
  const named = after.flatMap((person, i) => (old.has(personId(person)) ? [] : namedBy(photo, meetingId, person, i)));
  const left = before.filter((person) => !now.has(personId(person)));
  return [
    ...named,
    ...left.flatMap(({ attendeeId }) => (attendeeId ? [addAttendeeReference({ meetingId, id: attendeeId }, -1)] : [])),
    ...left.flatMap(({ memberId }) => (memberId ? [removeBacklink(memberId, photo)] : [])),
  ];
};

/** An erased person is in no photo any more, and comes into none. */
const standing = "attribute_exists(pk) AND attribute_not_exists(erasedAt)";

const namedBy = (photo: Key, meetingId: string, { memberId, attendeeId = "" }: Person, i: number): Write[] => {
  const unknown = (field: string) => () =>
    invalidInput([{ pointer: `/peopleShown/${i}/${field}`, code: "unknown-reference" }]);
  return memberId === undefined
    ? [addAttendeeReference({ meetingId, id: attendeeId }, 1, unknown("attendeeId"))]
    : [
        check(keys.member(memberId), { expression: standing }, (old) =>
          old ? new Problem("erased") : unknown("memberId")(),
        ),
        addBacklink(memberId, photo),
      ];
};

/** The writes that announce a photo in a meeting that has not these bytes yet, or awaited them in vain. */
export const createPhotoWrites = (photo: StoredPhoto, awaitedUntil: string, caller: Caller): Write[] => {
  const { meetingId, createdAt, peopleShown = [] } = photo.record;
  const bytes = { ...bytesItem(photo.record), expiresAt: expirySeconds(awaitedUntil) };
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
      onConditionFailed: duplicate(caller),
    },
    insert(expiryItem(photo.record, awaitedUntil)),
    incrementPartCount(meetingId),
    ...peopleWrites(photo.record, [], peopleShown),
  ];
};

/**
 * The writes that change what is said of a photo. A new upload key does not move the version, since callers see nothing
 * of it; the condition holds both.
 */
export const updatePhotoWrites = (before: StoredPhoto, after: StoredPhoto, now: string): Write[] => {
  const item = photoItemOf(after);
  const { meetingId, peopleShown = [], visibility } = after.record;
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
    ...(visibility === before.record.visibility || !reservesBytes(before, now)
      ? []
      : [
          update(keys.photoBytes(meetingId, after.record.sha256), {
            update: "SET visibility = :visibility",
            values: { ":visibility": visibility },
            condition: { expression: "id = :id", values: { ":id": after.record.id } },
          }),
        ]),
    ...peopleWrites(after.record, before.record.peopleShown ?? [], peopleShown),
  ];
};

/** The writes that delete a photo; its bytes follow from the stream. */
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

/** Deletes a photo of a meeting that is being deleted, at the version that names the people whose backlinks go with it. */
const deleteWithMeetingWrites = (item: Item): Write[] => {
  const { record, version } = readPhoto(item);
  const members = (record.peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []);
  return [
    deleteAtVersion(keyOf(item), version, () => new Problem("write-conflict")),
    ...members.map((memberId) => removeBacklink(memberId, keyOf(item))),
  ];
};

/** The photos as items of their meeting. */
export const photosOfMeeting: MeetingDependent = {
  prefix: keys.photo("", "").sk,
  deleteWrites: deleteWithMeetingWrites,
};
