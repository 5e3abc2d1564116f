import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { deletePhotoWrites, readPhoto } from "./items.ts";
import { isExpired } from "./rules.ts";

/** `now`: an RFC 3339 instant in UTC. */
export type ExpiryDependencies = { table: Pick<Table, "get" | "write">; now: string };

/** Deletes a photo that has expired, as a DELETE would. Returns false for one that is finished or already deleted. */
export const deleteIfExpired = ({ table, now }: ExpiryDependencies, photoId: string): Promise<boolean> =>
  retryOnConflict(
    ({ code }) => code === "stale" || code === "write-conflict",
    async () => {
      const item = await table.get(keys.photo(meetingOfPhoto(photoId), photoId));
      const photo = item && readPhoto(item);
      if (!photo || !isExpired(photo, now)) return false;
      return table.write(deletePhotoWrites(photo, now)).then(() => true, ignoreDeletedMeeting);
    },
  );

/** Ignores a deleted meeting: its deletion deletes the photo. */
const ignoreDeletedMeeting = (error: unknown): false => {
  if (error instanceof Problem && error.code === "not-found") return false;
  throw error;
};
