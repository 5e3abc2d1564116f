import type { Person, StoredPhoto } from "./schema.ts";

/** The id by which a person in a photo is identified: of the member or of the attendee. */
export const personId = ({ memberId, attendeeId }: Person) => memberId ?? attendeeId ?? "";

const day = 86_400_000;
/** Milliseconds from the announcement of a photo to the deadline of its upload. */
const uploadTime = day;
/** Milliseconds that processing may take: a failed event waits in its queue as long to be replayed (14 days). */
const processingTime = 14 * day;
/** Milliseconds that an expired photo can still be read before it is deleted. */
const retentionTime = day;

const later = (instant: string, milliseconds: number) => new Date(Date.parse(instant) + milliseconds).toISOString();

export const uploadDeadline = (announcedAt: string) => later(announcedAt, uploadTime);
export const processingDeadline = (begunAt: string) => later(begunAt, processingTime);
export const purgeAt = (awaitedUntil: string) => later(awaitedUntil, retentionTime);

/** The epoch second at or after an instant, for the table's time to live. */
export const expirySeconds = (instant: string) => Math.ceil(Date.parse(instant) / 1_000);

/** Whether the deadline of a photo has passed. The status is derived: no write makes a photo expired. */
export const isExpired = ({ awaitedUntil }: Pick<StoredPhoto, "awaitedUntil">, now: string): boolean =>
  awaitedUntil !== undefined && awaitedUntil <= now;

/**
 * The version that callers see. Expiry changes the representation of a photo without a write, so an expired photo has the
 * next version, and the next write the one after it.
 */
export const visibleVersion = (photo: Pick<StoredPhoto, "awaitedUntil" | "version">, now: string): number =>
  photo.version + (isExpired(photo, now) ? 1 : 0);

/** Whether the same bytes cannot be announced again in the meeting. */
export const reservesBytes = (photo: StoredPhoto, now: string): boolean => {
  const { status } = photo.record;
  if (status === "awaiting-upload") return !isExpired(photo, now);
  return status === "processing" || status === "ready";
};
