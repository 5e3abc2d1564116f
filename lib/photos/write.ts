import type { Draft } from "../shared/draft.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { demandVersion, type Precondition } from "../shared/precondition.ts";
import { sameContent } from "../shared/same.ts";
import type { Outcome, Work } from "../shared/work.ts";
import { requirePhoto } from "./find.ts";
import { inputOf } from "./items.ts";
import { checkPeople, findPeople, personId } from "./people.ts";
import type { Photo, PhotoInput } from "./schema.ts";
import { photoChanged, photoGone } from "./store.ts";

/** What a PATCH makes of the input that the record has now. */
export type Change = (current: Partial<PhotoInput>) => Draft<PhotoInput>;

/** What the bytes are was announced and signed. */
const fixedFields = ["fileName", "contentType", "size", "sha256"] as const;

/** Changes what is said of a photo. Throws 404, 428, 412, `invalid-input`. */
export const updatePhoto = async (
  work: Work,
  id: string,
  precondition: Precondition | undefined,
  change: Change,
): Promise<Outcome> => {
  // The people asked for are looked up beside the record: they stand in the patch, whatever the record says.
  const [photo, people] = await Promise.all([
    requirePhoto(work, id),
    findPeople(work, meetingOfPhoto(id), change({}).value.peopleShown ?? []),
  ]);
  const { record, version } = photo;
  demandVersion(precondition, version);
  const current = inputOf(record);
  const draft = change(current);
  for (const field of fixedFields) {
    const wanted = draft.value[field];
    if (wanted !== undefined && wanted !== current[field]) draft.fault(`/${field}`, "fixed");
  }
  checkPeople(draft, new Set([...people, ...(record.peopleShown ?? []).map(personId)]));
  const input = draft.settled();
  const { meetingId, status, createdAt, updatedAt } = record;
  const visibility = input.visibility ?? "internal";
  const same: Photo = { ...input, id, meetingId, status, visibility, createdAt, updatedAt };
  if (sameContent(same, record)) return { record, version };
  const after = { ...photo, record: { ...same, updatedAt: work.now }, version: version + 1 };
  return work.commit(photoChanged(photo, after), { record: after.record, version: after.version });
};

/** Deletes a photo; its bytes follow. Throws 404, 428, 412. */
export const deletePhoto = async (
  work: Work,
  id: string,
  precondition: Precondition | undefined,
): Promise<undefined> => {
  const photo = await requirePhoto(work, id);
  demandVersion(precondition, photo.version);
  await work.commit(photoGone(photo), { record: {} });
};
