import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { deleteItem, idempotentUpdate, keyOf, update, type Write } from "../table/write.ts";
import type { Inspection } from "./imaging/inspect.ts";
import { bytesItem, expiryItem, ownsBytes, type StoredPhoto } from "./items.ts";
import { processingDeadline } from "./rules.ts";
import type { StoredRendition } from "./schema.ts";

const overtaken = () => new Problem("write-conflict");
const status = { "#status": "status" };
const keyOfPhoto = ({ record }: StoredPhoto) => keys.photo(record.meetingId, record.id);

/** Gives a photo that still waits another key for its bytes; what arrives at the old one no longer counts. */
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
 * The writes that begin the check of an object: the photo is this version's from now on, and keeps its bytes from being
 * announced again. Refused as `duplicate-photo` where another photo has brought them meanwhile.
 */
export const beginProcessingWrites = (photo: StoredPhoto, objectVersion: string, now: string): Write[] => {
  const awaitedUntil = processingDeadline(now);
  const bytes = bytesItem(photo.record);
  const due = expiryItem(photo.record, awaitedUntil);
  return [
    update(
      keyOfPhoto(photo),
      {
        // Two more: one more is what an expired photo has been shown with.
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

/** What a check ends with. The photo may have been described anew meanwhile, so that only the check is held to. */
const finishProcessingWrite = (
  photo: StoredPhoto,
  set: string,
  names: Record<string, string>,
  values: Record<string, unknown>,
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

const dueGone = ({ record }: StoredPhoto) => deleteItem(keys.photoDue(record.meetingId, record.id));

/** The writes that make a photo ready, its renditions being there. */
export const markReadyWrites = (
  photo: StoredPhoto,
  { width, height }: Extract<Inspection, { ok: true }>,
  renditions: readonly StoredRendition[],
  now: string,
): Write[] => [
  finishProcessingWrite(
    photo,
    "#width = :width, #height = :height, #renditions = :renditions",
    { "#width": "width", "#height": "height", "#renditions": "renditions" },
    { ":status": "ready", ":now": now, ":width": width, ":height": height, ":renditions": renditions },
  ),
  dueGone(photo),
];

/** The writes that reject a photo. The same bytes may be announced again: they may be right as what they are. */
export const markRejectedWrites = (
  photo: StoredPhoto,
  { code }: Extract<Inspection, { ok: false }>,
  now: string,
): Write[] => [
  finishProcessingWrite(
    photo,
    "#rejection = :code",
    { "#rejection": "rejection" },
    { ":status": "rejected", ":now": now, ":code": code },
  ),
  deleteItem(keys.photoBytes(photo.record.meetingId, photo.record.sha256), ownsBytes(photo.record)),
  dueGone(photo),
];
