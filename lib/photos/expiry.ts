import { retryOnConflict } from "../records/retry-on-conflict.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { deletePhotoWrites, readPhoto } from "./items.ts";
import { isExpired } from "./rules.ts";

/** `now`: an RFC 3339 instant in UTC. */
export type ExpiryDependencies = { table: Pick<Table, "get" | "write">; now: string };

/**
 * It may be time for a photo to go: it goes with all that follows from it, as if a caller had deleted it, when it has
 * expired. Told twice, or of a photo that was finished or is gone, it does nothing.
 */
export const deleteIfExpired = ({ table, now }: ExpiryDependencies, photoId: string): Promise<void> =>
  retryOnConflict(
    ({ code }) => code === "stale" || code === "write-conflict",
    async () => {
      const item = await table.get(keys.photo(meetingOfPhoto(photoId), photoId));
      const photo = item && readPhoto(item);
      if (photo && isExpired(photo, now)) await table.write(deletePhotoWrites(photo, now)).catch(meetingIsGone);
    },
  );

/** The deletion of the meeting is on its way to the photo. */
const meetingIsGone = (error: unknown): void => {
  if (!(error instanceof Problem && error.code === "not-found")) throw error;
};
