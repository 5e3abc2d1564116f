import { requireMeeting, requireWith } from "../meetings/find.ts";
import { maySee } from "../organisations/find.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import type { Work } from "../shared/work.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { photosOf, readPhoto, type StoredPhoto } from "./items.ts";
import type { Photo } from "./schema.ts";

/** Finds a photo together with its meeting in one round trip. Throws 404, also where only the meeting is gone. */
export const requirePhoto = async (work: Work, id: string): Promise<StoredPhoto> => {
  const meetingId = meetingOfPhoto(id);
  if (meetingId === "") throw notFound();
  const { items } = await requireWith(work, meetingId, [keys.photo(meetingId, id)]);
  const photo = items[0] && readPhoto(items[0]);
  if (!photo || !maySee(work.caller, photo.record)) throw notFound();
  return photo;
};

/** Photos of a meeting by number, then by entry. Throws 404 where the caller does not see the meeting. */
export const listPhotos = (work: Work, meetingId: string, request: PageRequest): Promise<Page<Photo>> => {
  const shown = (item: Item) => {
    const { record } = readPhoto(item);
    return maySee(work.caller, record) ? record : undefined;
  };
  const keep = requireMeeting(work, meetingId).then(() => shown);
  return readPage(work.table, [photosOf(meetingId)], request, keep, false);
};
