import type { RequestContext, Result } from "../records/request-context.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import type { InputValidation } from "../shared/input-validation.ts";
import { type Precondition, requireIfMatch } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import { deletePhotoWrites, inputOf, updatePhotoWrites } from "./items.ts";
import { checkPeople, findPeople, personId } from "./people.ts";
import { type PhotoPresenter, presentWithVersion } from "./presenter.ts";
import { requirePhoto } from "./reads.ts";
import { visibleVersion } from "./rules.ts";
import type { Photo, PhotoInput } from "./schema.ts";

/** What a PATCH makes of the input that the record has now. */
export type Change = (current: Partial<PhotoInput>) => InputValidation<PhotoInput>;

/** What the bytes are was announced and signed. */
const fixedFields = ["fileName", "contentType", "size", "sha256"] as const;

/** What the server says of a photo, which no change touches. */
const keptFields = ["id", "meetingId", "status", "width", "height", "createdAt", "updatedAt"] as const;
type KeptField = (typeof keptFields)[number];

/** Changes what is said of a photo. Throws 404, 428, 412, `invalid-input`. */
export const updatePhoto = async (
  context: RequestContext,
  gallery: PhotoPresenter,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Result> => {
  // The people asked for are looked up beside the record: they stand in the patch, whatever the record says.
  const [photo, people] = await Promise.all([
    requirePhoto(context, id),
    findPeople(context, meetingOfPhoto(id), change({}).value.peopleShown ?? []),
  ]);
  const { record } = photo;
  const version = visibleVersion(photo, context.now);
  requireIfMatch(precondition, version);
  const current = inputOf(record);
  const validation = change(current);
  for (const field of fixedFields) {
    const wanted = validation.value[field];
    if (wanted !== undefined && wanted !== current[field]) validation.addError(`/${field}`, "fixed");
  }
  checkPeople(validation, new Set([...people, ...(record.peopleShown ?? []).map(personId)]));
  const input = validation.valueOrThrow();
  const kept = Object.fromEntries(keptFields.map((name) => [name, record[name]])) as Pick<Photo, KeptField>;
  const same: Photo = { ...input, ...kept, visibility: input.visibility ?? "internal" };
  if (sameContent(same, record)) return presentWithVersion(context, gallery, photo);
  const after = { ...photo, record: { ...same, updatedAt: context.now }, version: version + 1 };
  const outcome = await presentWithVersion(context, gallery, after);
  return context.commit(updatePhotoWrites(photo, after, context.now), outcome);
};

/** Deletes a photo; its bytes follow. Throws 404, 428, 412. */
export const deletePhoto = async (
  context: RequestContext,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const photo = await requirePhoto(context, id);
  requireIfMatch(precondition, visibleVersion(photo, context.now));
  await context.commit(deletePhotoWrites(photo, context.now), { record: {} });
};
