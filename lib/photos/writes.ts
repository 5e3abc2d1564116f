import type { MeetingDependent } from "../meetings/dependents.ts";
import { removeBacklink } from "../members/references.ts";
import { deleteRecord, type RecordUpdate } from "../records/conditional-writes.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { inputOf, sameContent } from "../shared/merge-patch.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { Problem } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { deleteAtVersion, type Item, keyOf, type Write } from "../table/write.ts";
import { deletePhotoWrites, readPhoto, updatePhotoWrites } from "./items.ts";
import { checkPeople, findPeople, peopleIn } from "./people.ts";
import { type PhotoPresenter, presentWithVersion } from "./presenter.ts";
import { requirePhoto } from "./reads.ts";
import { personId, visibleVersion } from "./rules.ts";
import { type Photo, type PhotoInput, photoInput } from "./schema.ts";

/** Deletes a photo of a meeting that is being deleted, at the version that names the people whose backlinks go with it. */
const deleteWithMeetingWrites = (item: Item): Write[] => {
  const { record, version } = readPhoto(item);
  const members = (record.peopleShown ?? []).flatMap(({ memberId }) => memberId ?? []);
  return [
    deleteAtVersion(keyOf(item), version, () => new Problem("write-conflict")),
    ...members.map((memberId) => removeBacklink(memberId, keyOf(item))),
  ];
};

/** The photos as items of their meeting. */
export const photosOfMeeting: MeetingDependent = {
  prefix: keys.photo("", "").sk,
  deleteWrites: deleteWithMeetingWrites,
};

/** Fields that describe the announced bytes. They are signed, so they cannot change. */
const fixedFields = ["fileName", "contentType", "size", "sha256"] as const;

/** Fields that the server sets. */
const serverFields = ["id", "meetingId", "status", "width", "height", "createdAt", "updatedAt"] as const;
type ServerField = (typeof serverFields)[number];

/** Updates the description of a photo. Throws 404, 428, 412, `invalid-input`. */
export const updatePhoto = async (
  context: RequestContext,
  presenter: PhotoPresenter,
  { id, precondition, change }: RecordUpdate<PhotoInput> & { id: string },
): Promise<Result> => {
  // The people whom the patch names are loaded in parallel with the record.
  const [photo, people] = await Promise.all([
    requirePhoto(context, id),
    findPeople(context, meetingOfPhoto(id), peopleIn(change({}))),
  ]);
  const { record } = photo;
  const version = visibleVersion(photo, context.now);
  requireIfMatch(precondition, version);
  const current = inputOf(photoInput, record);
  const validation = change(current);
  validation.checkReadOnly(record);
  for (const field of fixedFields) {
    const wanted = validation.value[field];
    if (wanted !== undefined && wanted !== current[field]) validation.addError(`/${field}`, "fixed");
  }
  checkPeople(validation, new Set([...people, ...(record.peopleShown ?? []).map(personId)]));
  const input = validation.valueOrThrow();
  const unchanged = Object.fromEntries(serverFields.map((name) => [name, record[name]])) as Pick<Photo, ServerField>;
  const same: Photo = { ...input, ...unchanged, visibility: input.visibility ?? "internal" };
  if (sameContent(same, record)) return presentWithVersion(context, presenter, photo);
  const after = { ...photo, record: { ...same, updatedAt: context.now }, version: version + 1 };
  const result = await presentWithVersion(context, presenter, after);
  return context.commit(updatePhotoWrites(photo, after), result);
};

/** Deletes a photo; its bytes follow. Throws 404, 428, 412. */
export const deletePhoto = (context: RequestContext, id: string, precondition: Precondition | undefined) => {
  const reading = requirePhoto(context, id).then((photo) => ({ photo, version: visibleVersion(photo, context.now) }));
  return deleteRecord(context, reading, { precondition, writes: ({ photo }) => deletePhotoWrites(photo, context.now) });
};
