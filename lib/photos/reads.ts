import type { IncludedList } from "../meetings/include.ts";
import { requireMeeting, requireMeetingAnd } from "../meetings/reads.ts";
import { isVisibleTo } from "../organisations/reads.ts";
import type { RequestContext, Result } from "../records/request-context.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { notFound } from "../shared/problem.ts";
import { keys } from "../table/keys.ts";
import { type Page, type PageRequest, readPage } from "../table/page.ts";
import type { Item } from "../table/write.ts";
import { photosOf, readPhoto } from "./items.ts";
import { type PhotoPresenter, presentPhoto, presentWithVersion } from "./presenter.ts";
import type { PhotoResponse, StoredPhoto } from "./schema.ts";

/** Reads a photo with its meeting in one round trip. Throws 404, also where only the meeting is deleted. */
export const requirePhoto = async (context: RequestContext, id: string): Promise<StoredPhoto> => {
  const meetingId = meetingOfPhoto(id);
  if (meetingId === "") throw notFound();
  const { items } = await requireMeetingAnd(context, meetingId, [keys.photo(meetingId, id)]);
  const photo = items[0] && readPhoto(items[0]);
  if (!photo || !isVisibleTo(context.caller, photo.record)) throw notFound();
  return photo;
};

/** A photo in the form of its response. Throws 404. */
export const getPhoto = async (context: RequestContext, presenter: PhotoPresenter, id: string): Promise<Result> =>
  presentWithVersion(context, presenter, await requirePhoto(context, id));

/** Photos of a meeting by number, then by entry. Throws 404 where the caller does not see the meeting. */
export const listPhotos = async (
  context: RequestContext,
  presenter: PhotoPresenter,
  { meetingId, page }: { meetingId: string; page: PageRequest },
): Promise<Page<PhotoResponse>> => {
  const visible = (item: Item) => {
    const photo = readPhoto(item);
    return isVisibleTo(context.caller, photo.record) ? photo : undefined;
  };
  const mapper = requireMeeting(context, meetingId).then(() => visible);
  const { items, next } = await readPage(context.table, [photosOf(meetingId)], page, mapper, false);
  return { items: await Promise.all(items.map((photo) => presentPhoto(context, presenter, photo))), next };
};

/** The photos as a part of their meeting, as far as the caller sees them. */
export const includedPhotos = (presenter: PhotoPresenter): IncludedList => ({
  range: photosOf,
  present: ({ context }, items) => {
    const visible = items.map(readPhoto).filter(({ record }) => isVisibleTo(context.caller, record));
    return Promise.all(visible.map((photo) => presentPhoto(context, presenter, photo)));
  },
  path: (meetingId) => `/v1/meetings/${meetingId}/photos`,
});
