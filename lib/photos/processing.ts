import { meetingOfPhoto } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import type { ObjectVersion, StoredObject } from "../storage/bucket.ts";
import { checksumOf, placeOfUpload, renditionsOf } from "../storage/keys.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import type { inspectAndRender } from "./imaging/inspect.ts";
import { readPhoto, type StoredPhoto } from "./items.ts";
import type { Photo } from "./schema.ts";
import { type PhotoStorage, storeRenditions } from "./storage.ts";
import { beginProcessingWrites, markReadyWrites, markRejectedWrites } from "./transitions.ts";

/** What the check of an arrival works with. `now`: an RFC 3339 instant in UTC. */
export type PhotoProcessing = PhotoStorage & {
  table: Pick<Table, "get" | "write">;
  inspect: typeof inspectAndRender;
  now: string;
};

/** Times that an arrival is looked at again because the photo changed meanwhile; then the event comes again. */
const rounds = 5;

/**
 * An object has arrived: it is checked and makes its photo ready or rejected, or goes. Right in any order of events,
 * twice, late, or taken up where an earlier try was cut off: what stands in the table decides, and the photo says which
 * version of which object is its own.
 */
export const processUpload = async (arrivals: PhotoProcessing, object: ObjectVersion): Promise<void> => {
  for (let round = 1; round <= rounds; round++) {
    const photo = await photoOf(arrivals, object.key);
    try {
      return await (photo?.uploadKey === object.key ? settle(arrivals, photo, object) : discard(arrivals, object));
    } catch (error) {
      const overtaken = error instanceof Problem && error.code === "write-conflict";
      if (!overtaken || round === rounds) throw error;
    }
  }
};

/** An unversioned bucket has one version of everything, which S3 calls so. */
const versionOf = ({ versionId = "null" }: ObjectVersion) => versionId;

const photoOf = async ({ table, uploadsPrefix }: PhotoProcessing, key: string): Promise<StoredPhoto | undefined> => {
  const place = placeOfUpload(uploadsPrefix, key);
  const item = place && (await table.get(keys.photo(meetingOfPhoto(place.photoId), place.photoId)));
  return item && readPhoto(item);
};

/** No photo awaits it. Renditions may be there when the photo went during the check, and the check was then cut off. */
const discard = async (
  { bucket, uploadsPrefix, renditionsPrefix }: PhotoProcessing,
  object: ObjectVersion,
): Promise<void> => {
  const place = placeOfUpload(uploadsPrefix, object.key);
  if (place) await bucket.eraseAll(renditionsOf(renditionsPrefix, place.photoId, place.once));
  await bucket.erase(object);
};

const settle = async (arrivals: PhotoProcessing, photo: StoredPhoto, object: ObjectVersion): Promise<void> => {
  const { status } = photo.record;
  if (status === "awaiting-upload") return begin(arrivals, photo, object);
  const isOwn = photo.objectVersion === versionOf(object);
  if (status === "rejected" || !isOwn) return arrivals.bucket.erase(object);
  if (status === "processing") return check(arrivals, photo, object);
};

const isAnnounced = ({ contentType, size, sha256 }: Photo, object: StoredObject) =>
  object.contentType === contentType && object.size === size && object.sha256 === checksumOf(sha256);

/** Also for a photo that has expired: bytes that were on their way count, unless they have been announced again. */
const begin = async (arrivals: PhotoProcessing, photo: StoredPhoto, object: ObjectVersion): Promise<void> => {
  const { table, bucket, now } = arrivals;
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
  await check(arrivals, begun, object);
};

const check = async (arrivals: PhotoProcessing, photo: StoredPhoto, object: ObjectVersion): Promise<void> => {
  const { table, bucket, inspect, now } = arrivals;
  const bytes = await bucket.read(object);
  // Gone with its photo, or rejected by another telling: what the table says now decides.
  if (!bytes) throw new Problem("write-conflict");
  const inspected = await inspect(bytes, photo.record);
  if (inspected.ok) {
    const renditions = await storeRenditions(arrivals, object.key, inspected.renditions);
    return table.write(markReadyWrites(photo, inspected, renditions, now));
  }
  await table.write(markRejectedWrites(photo, inspected, now));
  await bucket.erase(object);
};
