import { requireMeeting, requireMeetingAnd } from "../meetings/reads.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { photosOf, readPhoto, type StoredPhoto } from "./items.ts";
import { type PhotoPresenter, presentPhoto, presentWithVersion } from "./presenter.ts";
import type { PhotoResponse } from "./schema.ts";

/** Finds a photo together with its meeting in one round trip. Throws 404, also where only the meeting is gone. */
export const requirePhoto = async (context: RequestContext, id: string): Promise<StoredPhoto> => {
  const meetingId = meetingOfPhoto(id);
  if (meetingId === "") throw notFound();
  const { items } = await requireMeetingAnd(context, meetingId, [keys.photo(meetingId, id)]);
  const photo = items[0] && readPhoto(items[0]);
  if (!photo || !isVisibleTo(context.caller, photo.record)) throw notFound();
  return photo;
};

/** A photo as the caller sees it. Throws 404. */
export const getPhoto = async (context: RequestContext, gallery: PhotoPresenter, id: string): Promise<Result> =>
  presentWithVersion(context, gallery, await requirePhoto(context, id));

/** Photos of a meeting by number, then by entry. Throws 404 where the caller does not see the meeting. */
export const listPhotos = async (
  context: RequestContext,
  gallery: PhotoPresenter,
  meetingId: string,
  request: PageRequest,
): Promise<Page<PhotoResponse>> => {
  const seen = (item: Item) => {
    const photo = readPhoto(item);
    return isVisibleTo(context.caller, photo.record) ? photo : undefined;
  };
  const keep = requireMeeting(context, meetingId).then(() => seen);
  const { items, next } = await readPage(context.table, [photosOf(meetingId)], request, keep, false);
  return { items: await Promise.all(items.map((photo) => presentPhoto(context, gallery, photo))), next };
};
