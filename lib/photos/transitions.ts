import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { deleteItem, idempotentUpdate, keyOf, update, type Write } from "../table/write.ts";
import type { RejectionCode } from "../vocabulary/rejections.ts";
import { bytesGuard, expiryItem, ownsBytes } from "./items.ts";
import { processingDeadline } from "./rules.ts";
import type { StoredPhoto, StoredRendition } from "./schema.ts";

const overtaken = () => new Problem("write-conflict");
const status = { "#status": "status" };
const keyOfPhoto = ({ record }: StoredPhoto) => keys.photo(record.meetingId, record.id);

/** Gives a photo that awaits its upload a new key; objects at the old key are then discarded. */
export const renewUploadWrite = (photo: StoredPhoto, newKey: string): Write =>
  idempotentUpdate(
    keyOfPhoto(photo),
    {
      update: "SET uploadKey = :new",
      values: { ":new": newKey, ":awaiting": "awaiting-upload", ":key": photo.uploadKey },
      names: status,
      condition: { expression: "#status = :awaiting AND uploadKey = :key" },
    },
    (old) =>
      new Problem(!old ? "not-found" : old.uploadKey === photo.uploadKey ? "not-awaiting-upload" : "write-conflict"),
  );

/**
 * Begins to process an object version, which belongs to the photo from then on. Fails as `duplicate-photo` where another
 * photo with the same bytes has been processed since.
 */
export const beginProcessingWrites = (photo: StoredPhoto, objectVersion: string, now: string): Write[] => {
  const awaitedUntil = processingDeadline(now);
  const bytes = bytesGuard(photo.record);
  const due = expiryItem(photo.record, awaitedUntil);
  return [
    update(
      keyOfPhoto(photo),
      {
        // Two more, since callers see one more while the photo is expired.
        update:
          "SET #status = :processing, objectVersion = :object, awaitedUntil = :until, updatedAt = :now, version = :next",
        values: {
          ":processing": "processing",
          ":object": objectVersion,
          ":until": awaitedUntil,
          ":now": now,
          ":next": photo.version + 2,
          ":awaiting": "awaiting-upload",
          ":key": photo.uploadKey,
          ":version": photo.version,
        },
        names: status,
        condition: { expression: "#status = :awaiting AND uploadKey = :key AND version = :version" },
      },
      overtaken,
    ),
    {
      kind: "put",
      key: keyOf(bytes),
      item: bytes,
      condition: ownsBytes(photo.record),
      onConditionFailed: () => new Problem("duplicate-photo"),
    },
    update(keyOf(due), {
      update: "SET id = :id, expiresAt = :expires",
      values: { ":id": due.id, ":expires": due.expiresAt },
    }),
  ];
};

/** Ends the processing. The description of the photo may have changed since, so the condition compares only the object. */
const finishProcessingWrite = (
  photo: StoredPhoto,
  { set, names, values }: { set: string; names: Record<string, string>; values: Record<string, unknown> },
) =>
  update(
    keyOfPhoto(photo),
    {
      update: `SET #status = :status, updatedAt = :now, version = version + :one, ${set} REMOVE awaitedUntil`,
      values: { ":one": 1, ":processing": "processing", ":object": photo.objectVersion, ...values },
      names: { ...status, ...names },
      condition: { expression: "#status = :processing AND objectVersion = :object" },
    },
    overtaken,
  );

const deleteExpiryItem = ({ record }: StoredPhoto) => deleteItem(keys.photoDue(record.meetingId, record.id));

/** Marks a photo as ready, after its renditions have been stored. */
export const markReadyWrites = (
  photo: StoredPhoto,
  {
    width,
    height,
    renditions,
    now,
  }: { width: number; height: number; renditions: readonly StoredRendition[]; now: string },
): Write[] => [
  finishProcessingWrite(photo, {
    set: "#width = :width, #height = :height, #renditions = :renditions",
    names: { "#width": "width", "#height": "height", "#renditions": "renditions" },
    values: { ":status": "ready", ":now": now, ":width": width, ":height": height, ":renditions": renditions },
  }),
  deleteExpiryItem(photo),
];

/** Rejects a photo. The same bytes can be announced again, for example with their actual content type. */
export const markRejectedWrites = (
  photo: StoredPhoto,
  { code, now }: { code: RejectionCode; now: string },
): Write[] => [
  finishProcessingWrite(photo, {
    set: "#rejection = :code",
    names: { "#rejection": "rejection" },
    values: { ":status": "rejected", ":now": now, ":code": code },
  }),
  deleteItem(keys.photoBytes(photo.record.meetingId, photo.record.sha256), ownsBytes(photo.record)),
  deleteExpiryItem(photo),
];
