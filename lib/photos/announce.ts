import { assertMeetingUnchanged } from "../meetings/items.ts";
import { requireMeeting } from "../meetings/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { checkPrecondition, type Precondition } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { uploadKey } from "../storage/keys.ts";
import type { UploadSigner } from "../storage/presigner.ts";
import { keys } from "../table/keys.ts";
import { createPhotoWrites, readPhoto } from "./items.ts";
import { checkPeople, findPeople, peopleIn } from "./people.ts";
import { requirePhoto } from "./reads.ts";
import { isExpired, uploadDeadline, visibleVersion } from "./rules.ts";
import type { Photo, PhotoInput, StoredPhoto } from "./schema.ts";
import { renewUploadWrite } from "./transitions.ts";

/** The key prefix of uploads, and the signer of their URLs. */
export type UploadSettings = { prefix: string; signer: UploadSigner };

/** The stored response of an announcement. It contains no URL: that would expire before a replay, and is a secret until then. */
type StoredAnnouncement = { id: string; photo: Photo; uploadKey: string };

const announcementOf = ({ record, uploadKey: key }: StoredPhoto, version: number) => ({
  record: { id: record.id, photo: record, uploadKey: key } satisfies StoredAnnouncement,
  version,
});

const withUploadUrl = async (context: RequestContext, { signer }: UploadSettings, result: Result): Promise<Result> => {
  const { id, photo, uploadKey: key } = result.record as StoredAnnouncement;
  const upload = await signer.sign({ ...photo, key }, context.now);
  return { ...result, record: { id, photo: { ...photo, renditions: [] }, upload } };
};

/** A photo of a meeting; the precondition is about the meeting. */
type PhotoAnnouncement = {
  meetingId: string;
  precondition?: Precondition | undefined;
  validation: InputValidation<PhotoInput>;
};

/** Announces a photo and returns its upload URL. Throws 404, 412, `invalid-input`, or 409 for bytes that the meeting already has. */
export const announcePhoto = async (
  context: RequestContext,
  uploads: UploadSettings,
  { meetingId, precondition, validation }: PhotoAnnouncement,
): Promise<Result> => {
  const [meeting, people] = await Promise.all([
    requireMeeting(context, meetingId),
    findPeople(context, meetingId, peopleIn(validation)),
  ]);
  checkPrecondition(precondition, meeting.version);
  checkPeople(validation, people);
  const input = validation.valueOrThrow();
  const id = context.newId(meetingId);
  const record: Photo = {
    ...input,
    id,
    meetingId,
    visibility: input.visibility ?? "internal",
    status: "awaiting-upload",
    createdAt: context.now,
    updatedAt: context.now,
  };
  const photo = { record, version: 1, uploadKey: uploadKey(uploads.prefix, id, context.newId()), renditions: [] };
  const writes = [
    ...createPhotoWrites(photo, uploadDeadline(context.now)),
    ...(precondition ? [assertMeetingUnchanged(meeting, { precondition })] : []),
  ];
  const result = await context.commit(writes, { ...announcementOf(photo, 1), created: true });
  return withUploadUrl(context, uploads, result);
};

/**
 * Returns a new upload URL with a new key: bytes sent to an older URL no longer make the photo ready. Throws 404, 412, or 409
 * `not-awaiting-upload`, also where the photo has expired.
 */
export const renewUpload = async (
  context: RequestContext,
  uploads: UploadSettings,
  { id, precondition }: { id: string; precondition?: Precondition | undefined },
): Promise<Result> => {
  const photo = await requirePhoto(context, id);
  checkPrecondition(precondition, visibleVersion(photo, context.now));
  const isAwaited = photo.record.status === "awaiting-upload" && !isExpired(photo, context.now);
  if (!isAwaited) throw new Problem("not-awaiting-upload");
  const renewed = { ...photo, uploadKey: uploadKey(uploads.prefix, id, context.newId()) };
  const result = await context.commit(
    [renewUploadWrite(photo, renewed.uploadKey)],
    announcementOf(renewed, photo.version),
  );
  return withUploadUrl(context, uploads, result);
};

/** The stored response with a newly signed URL for the current upload key. */
export const signReplayedUpload = async (
  context: RequestContext,
  uploads: UploadSettings,
  result: Result,
): Promise<Result> => {
  const stored = result.record as StoredAnnouncement;
  const item = await context.table.get(keys.photo(meetingOfPhoto(stored.id), stored.id));
  const key = item ? readPhoto(item).uploadKey : stored.uploadKey;
  return withUploadUrl(context, uploads, { ...result, record: { ...stored, uploadKey: key } });
};
