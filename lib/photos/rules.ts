import type { StoredPhoto } from "./items.ts";

const day = 86_400_000;
/** Milliseconds that the bytes of a photo are awaited, from the announcement on. */
const bytesAwaited = day;
/** Milliseconds that a check may take, which is as long as a failed one waits in its queue to be replayed (14 days). */
const checkAwaited = 14 * day;
/** Milliseconds that an expired photo is still shown before it goes. */
const expiredShown = day;

const later = (instant: string, milliseconds: number) => new Date(Date.parse(instant) + milliseconds).toISOString();

export const uploadDeadline = (announcedAt: string) => later(announcedAt, bytesAwaited);
export const processingDeadline = (begunAt: string) => later(begunAt, checkAwaited);
export const purgeAt = (awaitedUntil: string) => later(awaitedUntil, expiredShown);

/** Seconds since the epoch, as the table's expiry counts; never before the instant. */
export const expirySeconds = (instant: string) => Math.ceil(Date.parse(instant) / 1_000);

/** Whether what a photo waits for has not come in time. No writing of ours makes it so: it is so from that moment on. */
export const isExpired = ({ awaitedUntil }: Pick<StoredPhoto, "awaitedUntil">, now: string): boolean =>
  awaitedUntil !== undefined && awaitedUntil <= now;

/**
 * The version that callers see. An expired photo is another one than the same photo awaited, though nothing was written:
 * it counts one more, and the next write counts on from there.
 */
export const visibleVersion = (photo: Pick<StoredPhoto, "awaitedUntil" | "version">, now: string): number =>
  photo.version + (isExpired(photo, now) ? 1 : 0);

/** Whether the photo keeps its bytes from being announced again in the meeting. */
export const reservesBytes = (photo: StoredPhoto, now: string): boolean => {
  const { status } = photo.record;
  if (status === "awaiting-upload") return !isExpired(photo, now);
  return status === "processing" || status === "ready";
};
