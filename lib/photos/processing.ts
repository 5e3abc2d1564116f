import { meetingOfPhoto } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import type { ObjectVersion, StoredObject } from "../storage/bucket.ts";
import { checksumOf, placeOfUpload, renditionsOf } from "../storage/keys.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import type { inspectAndRender } from "./imaging/inspect.ts";
import { readPhoto } from "./items.ts";
import type { Photo, StoredPhoto } from "./schema.ts";
import { type PhotoStorage, storeRenditions } from "./storage.ts";
import { beginProcessingWrites, markReadyWrites, markRejectedWrites } from "./transitions.ts";

/** Dependencies of the photo processor. `now`: an RFC 3339 instant in UTC. */
export type PhotoProcessing = PhotoStorage & {
  table: Pick<Table, "get" | "write">;
  inspect: typeof inspectAndRender;
  now: string;
};

/** Attempts to process an object while its photo changes concurrently; after that the event is retried. */
const attempts = 5;

/**
 * Processes an uploaded object: its photo becomes ready or rejected, or the object is deleted. Idempotent and independent of the
 * order of events, also after an interrupted attempt: the item of the photo names the version of the object that belongs to it.
 */
export const processUpload = async (processing: PhotoProcessing, object: ObjectVersion): Promise<void> => {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const photo = await photoOf(processing, object.key);
    try {
      return await (photo?.uploadKey === object.key
        ? processObject(processing, photo, object)
        : discard(processing, object));
    } catch (error) {
      const overtaken = error instanceof Problem && error.code === "write-conflict";
      if (!overtaken || attempt === attempts) throw error;
    }
  }
};

/** S3 names the only version of an object in an unversioned bucket `null`. */
const versionOf = ({ versionId = "null" }: ObjectVersion) => versionId;

const photoOf = async ({ table, uploadsPrefix }: PhotoProcessing, key: string): Promise<StoredPhoto | undefined> => {
  const upload = placeOfUpload(uploadsPrefix, key);
  const item = upload && (await table.get(keys.photo(meetingOfPhoto(upload.photoId), upload.photoId)));
  return item && readPhoto(item);
};

/** Deletes an object that no photo awaits, and renditions of an interrupted attempt whose photo was deleted since. */
const discard = async (
  { bucket, uploadsPrefix, renditionsPrefix }: PhotoProcessing,
  object: ObjectVersion,
): Promise<void> => {
  const upload = placeOfUpload(uploadsPrefix, object.key);
  if (upload) await bucket.eraseAll(renditionsOf(renditionsPrefix, upload.photoId, upload.once));
  await bucket.erase(object);
};

const processObject = async (processing: PhotoProcessing, photo: StoredPhoto, object: ObjectVersion): Promise<void> => {
  const { status } = photo.record;
  if (status === "awaiting-upload") return begin(processing, photo, object);
  const isOwn = photo.objectVersion === versionOf(object);
  if (status === "rejected" || !isOwn) return processing.bucket.erase(object);
  if (status === "processing") return check(processing, photo, object);
};

const isAnnounced = ({ contentType, size, sha256 }: Photo, object: StoredObject) =>
  object.contentType === contentType && object.size === size && object.sha256 === checksumOf(sha256);

/** Begins with an object of an awaited photo. An expired photo accepts it too, unless its bytes have been announced again. */
const begin = async (processing: PhotoProcessing, photo: StoredPhoto, object: ObjectVersion): Promise<void> => {
  const { table, bucket, now } = processing;
  const stored = await bucket.head(object);
  if (!stored) return;
  if (!isAnnounced(photo.record, stored)) return bucket.erase(object);
  const begun = { ...photo, objectVersion: versionOf(object) };
  try {
    await table.write(beginProcessingWrites(photo, begun.objectVersion, now));
  } catch (error) {
    if (!(error instanceof Problem && error.code === "duplicate-photo")) throw error;
    return bucket.erase(object);
  }
  await check(processing, begun, object);
};

const check = async (processing: PhotoProcessing, photo: StoredPhoto, object: ObjectVersion): Promise<void> => {
  const { table, bucket, inspect, now } = processing;
  const bytes = await bucket.read(object);
  // Deleted with its photo, or rejected by a concurrent attempt: the photo is read again.
  if (!bytes) throw new Problem("write-conflict");
  const inspected = await inspect(bytes, photo.record);
  if (inspected.ok) {
    const renditions = await storeRenditions(processing, object.key, inspected.renditions);
    return table.write(markReadyWrites(photo, { ...inspected, renditions, now }));
  }
  await table.write(markRejectedWrites(photo, { ...inspected, now }));
  await bucket.erase(object);
};
