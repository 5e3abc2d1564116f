import { readPhoto } from "../photos/items.ts";
import type { KeptRendition } from "../photos/schema.ts";
import { meetingOfPhoto } from "../shared/ids.ts";
import { keys } from "../table/keys.ts";
import type { Table } from "../table/table.ts";
import { isShown, isSlug, publicAt } from "./shown.ts";

/**
 * What is kept of a photo on the page of a slug, in one round trip: the photo's id tells the meeting. Undefined where
 * there is no such page, or the photo is not on it.
 */
export const findEventPhoto = async (
  table: Pick<Table, "getMany">,
  slug: string,
  photoId: string,
  rendition: string,
): Promise<KeptRendition | undefined> => {
  const meetingId = meetingOfPhoto(photoId);
  if (meetingId === "" || !isSlug(slug)) return undefined;
  const wanted = [keys.meeting(meetingId), keys.article(meetingId), keys.photo(meetingId, photoId)];
  const [meta, article, item] = await table.getMany(wanted);
  const photo = item && readPhoto(item);
  if (!photo || !isShown(photo) || !publicAt(slug, meta, article)) return undefined;
  return photo.renditions.find(({ name }) => name === rendition);
};
