import { requireMeeting } from "../meetings/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { Problem } from "../shared/problem.ts";
import { uploadKey } from "../storage/keys.ts";
import type { UploadSigner } from "../storage/upload.ts";
import { keys } from "../table/keys.ts";
import { createPhotoWrites, readPhoto, type StoredPhoto } from "./items.ts";
import { checkPeople, findPeople } from "./people.ts";
import { requirePhoto } from "./reads.ts";
import { isExpired, uploadDeadline } from "./rules.ts";
import type { Photo, PhotoInput } from "./schema.ts";
import { renewUploadWrite } from "./transitions.ts";

/** Where uploads arrive and what signs their URLs. */
export type UploadSettings = { prefix: string; signer: UploadSigner };

/** What is kept of an announcement for its replay: no URL, which would be stale by then and is a secret while it lives. */
type StoredAnnouncement = { id: string; photo: Photo; uploadKey: string };

const announced = ({ record, uploadKey: key }: StoredPhoto, version: number) => ({
  record: { id: record.id, photo: record, uploadKey: key } satisfies StoredAnnouncement,
  version,
});

const signed = async (context: RequestContext, { signer }: UploadSettings, outcome: Result): Promise<Result> => {
  const kept = outcome.record as StoredAnnouncement;
  const upload = await signer.sign({ ...kept.photo, key: kept.uploadKey }, context.now);
  return { ...outcome, record: { id: kept.id, photo: { ...kept.photo, renditions: [] }, upload } };
};

/** Announces a photo and gives its upload URL. Throws 404, `invalid-input`, or 409 for bytes that the meeting has. */
export const announcePhoto = async (
  context: RequestContext,
  uploads: UploadSettings,
  meetingId: string,
  validation: InputValidation<PhotoInput>,
): Promise<Result> => {
  const [, people] = await Promise.all([
    requireMeeting(context, meetingId),
    findPeople(context, meetingId, validation.value.peopleShown ?? []),
  ]);
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
  const writes = createPhotoWrites(photo, uploadDeadline(context.now), context.caller);
  const outcome = await context.commit(writes, { ...announced(photo, 1), created: true });
  return signed(context, uploads, outcome);
};

/**
 * A fresh upload URL, at a key of its own: bytes that still arrive by an older URL no longer make the photo ready.
 * Throws 404, or 409 `not-awaiting-upload`, also where the photo has expired.
 */
export const renewUpload = async (context: RequestContext, uploads: UploadSettings, id: string): Promise<Result> => {
  const photo = await requirePhoto(context, id);
  const waits = photo.record.status === "awaiting-upload" && !isExpired(photo, context.now);
  if (!waits) throw new Problem("not-awaiting-upload");
  const renewed = { ...photo, uploadKey: uploadKey(uploads.prefix, id, context.newId()) };
  const outcome = await context.commit([renewUploadWrite(photo, renewed.uploadKey)], announced(renewed, photo.version));
  return signed(context, uploads, outcome);
};

/** The first answer again with its URL signed anew, for the key where the bytes are awaited now. */
export const signReplayedUpload = async (
  context: RequestContext,
  uploads: UploadSettings,
  outcome: Result,
): Promise<Result> => {
  const kept = outcome.record as StoredAnnouncement;
  const item = await context.table.get(keys.photo(meetingOfPhoto(kept.id), kept.id));
  const key = item ? readPhoto(item).uploadKey : kept.uploadKey;
  return signed(context, uploads, { ...outcome, record: { ...kept, uploadKey: key } });
};
