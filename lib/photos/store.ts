import { refer } from "../contract/resources.ts";
import { nameAttendee, partAdded, partRemoved } from "../meetings/store.ts";
import { maySee } from "../organisations/find.ts";
import { invalidInput, Problem } from "../shared/problem.ts";
import type { Caller } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { check, erase, insert, keyOf, type Refused, remove, update, type Write } from "../table/write.ts";
import { photoItemOf, type StoredPhoto } from "./items.ts";
import { personId } from "./people.ts";
import type { Person, Photo } from "./schema.ts";

const duplicate =
  (caller: Caller): Refused =>
  (old) => {
    const seen = old && maySee(caller, { visibility: old.visibility === "restricted" ? "restricted" : "internal" });
    return new Problem("duplicate-photo", { existing: seen ? refer("photo", String(old.id)) : undefined });
  };

/** That the meeting has these bytes, and whether the photo that brought them may be told of. */
const bytesItem = ({ meetingId, sha256, id, visibility }: Photo) => ({
  ...keys.photoBytes(meetingId, sha256),
  id,
  visibility,
});

/** What a photo newly names must exist; an attendee that is named stays. Members stay only for awards, ratings and attendance. */
const peopleWrites = (meetingId: string, before: readonly Person[], after: readonly Person[]): Write[] => {
  const old = new Set(before.map(personId));
  const now = new Set(after.map(personId));
  const named = after.flatMap((person, i) => (old.has(personId(person)) ? [] : [namedBy(meetingId, person, i)]));
  const left = before.flatMap(({ attendeeId }) =>
    attendeeId === undefined || now.has(attendeeId) ? [] : [nameAttendee(meetingId, attendeeId, -1)],
  );
  return [...named, ...left];
};

const namedBy = (meetingId: string, { memberId, attendeeId = "" }: Person, i: number): Write => {
  const unknown = (field: string) => () =>
    invalidInput([{ pointer: `/peopleShown/${i}/${field}`, code: "unknown-reference" }]);
  return memberId === undefined
    ? nameAttendee(meetingId, attendeeId, 1, unknown("attendeeId"))
    : check(keys.member(memberId), { expression: "attribute_exists(pk)" }, unknown("memberId"));
};

/** The writes that announce a photo in a meeting that has not these bytes yet. */
export const photoAnnounced = (photo: StoredPhoto, caller: Caller): Write[] => {
  const { meetingId, peopleShown = [] } = photo.record;
  return [
    insert(photoItemOf(photo)),
    insert(bytesItem(photo.record), duplicate(caller)),
    partAdded(meetingId),
    ...peopleWrites(meetingId, [], peopleShown),
  ];
};

/**
 * The writes that change what is said of a photo. A new upload key does not move the version, since callers see nothing
 * of it; the condition holds both.
 */
export const photoChanged = (before: StoredPhoto, after: StoredPhoto): Write[] => {
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
      refused: (old) => new Problem(old?.version === before.version ? "write-conflict" : "stale"),
    },
    ...(visibility === before.record.visibility
      ? []
      : [
          update(keys.photoBytes(meetingId, after.record.sha256), {
            update: "SET visibility = :visibility",
            values: { ":visibility": visibility },
            condition: { expression: "attribute_exists(pk)" },
          }),
        ]),
    ...peopleWrites(meetingId, before.record.peopleShown ?? [], peopleShown),
  ];
};

/** The writes that delete a photo; its bytes follow from the stream. */
export const photoGone = ({ record, version }: StoredPhoto): Write[] => [
  remove(keys.photo(record.meetingId, record.id), version),
  erase(keys.photoBytes(record.meetingId, record.sha256)),
  partRemoved(record.meetingId),
  ...peopleWrites(record.meetingId, record.peopleShown ?? [], []),
];

const awaiting = { expression: "#status = :awaiting AND uploadKey = :key", names: { "#status": "status" } };
const awaitingAt = (uploadKey: string) => ({
  ...awaiting,
  values: { ":awaiting": "awaiting-upload", ":key": uploadKey },
});

/** Gives a photo that still waits another key for its bytes; what arrives at the old one no longer counts. */
export const uploadRenewed = ({ record, uploadKey }: StoredPhoto, newKey: string): Write =>
  update(
    keys.photo(record.meetingId, record.id),
    { update: "SET uploadKey = :new", values: { ":new": newKey }, condition: awaitingAt(uploadKey) },
    (old) => new Problem(!old ? "not-found" : old.uploadKey === uploadKey ? "not-awaiting-upload" : "write-conflict"),
  );

/** The bytes of a photo have arrived and are what was announced. */
export const photoArrived = ({ record, version, uploadKey }: StoredPhoto, objectVersion: string, now: string): Write =>
  update(
    keys.photo(record.meetingId, record.id),
    {
      update: "SET #status = :ready, objectVersion = :object, updatedAt = :now, version = :next",
      values: { ":ready": "ready", ":object": objectVersion, ":now": now, ":next": version + 1, ":version": version },
      condition: { ...awaitingAt(uploadKey), expression: `${awaiting.expression} AND version = :version` },
    },
    () => new Problem("write-conflict"),
  );
