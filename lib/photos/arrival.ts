import { meetingOfPhoto } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import type { Bucket, ObjectVersion, StoredObject } from "../storage/bucket.ts";
import { photoOfUpload } from "../storage/keys.ts";
import { checksumOf } from "../storage/upload.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { readPhoto, type StoredPhoto } from "./items.ts";
import type { Photo } from "./schema.ts";
import { photoArrived } from "./store.ts";

/** What the check of an arrival works with. `now`: an RFC 3339 instant in UTC. */
export type Arrivals = { table: Table; bucket: Bucket; prefix: string; now: string };

/** Times that an arrival is looked at again because the photo changed meanwhile; then the event comes again. */
const rounds = 5;

const isAnnounced = ({ contentType, size, sha256 }: Photo, object: StoredObject) =>
  object.contentType === contentType && object.size === size && object.sha256 === checksumOf(sha256);

/**
 * An object has arrived: it makes its photo ready, or goes. Right in any order of events, twice or late: what stands in
 * the table decides, and the photo says which version of which object is its own.
 */
export const receiveObject = async (arrivals: Arrivals, object: ObjectVersion): Promise<void> => {
  for (let round = 1; round <= rounds; round++) {
    const photo = await photoOf(arrivals, object.key);
    if (photo?.uploadKey !== object.key) return arrivals.bucket.erase(object);
    if (photo.record.status !== "awaiting-upload")
      return photo.objectVersion === versionOf(object) ? undefined : arrivals.bucket.erase(object);
    const stored = await arrivals.bucket.head(object);
    if (!stored) return;
    if (!isAnnounced(photo.record, stored)) return arrivals.bucket.erase(object);
    if (await isAccepted(arrivals, photo, object)) return;
  }
  throw new Problem("write-conflict");
};

/** An unversioned bucket has one version of everything, which S3 calls so. */
const versionOf = ({ versionId = "null" }: ObjectVersion) => versionId;

const photoOf = async ({ table, prefix }: Arrivals, key: string): Promise<StoredPhoto | undefined> => {
  const id = photoOfUpload(prefix, key);
  const item = id === undefined ? undefined : await table.get(keys.photo(meetingOfPhoto(id), id));
  return item && readPhoto(item);
};

/** False where the photo has changed since it was read. */
const isAccepted = async ({ table, now }: Arrivals, photo: StoredPhoto, object: ObjectVersion): Promise<boolean> => {
  try {
    await table.write([photoArrived(photo, versionOf(object), now)]);
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === "write-conflict") return false;
    throw error;
  }
};
