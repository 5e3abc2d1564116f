import type { RequestContext, Result } from "../records/request-context.ts";
import type { ViewSigner } from "../storage/presigner.ts";
import { rejections } from "../vocabulary/rejections.ts";
import type { StoredPhoto } from "./items.ts";
import { isExpired, visibleVersion } from "./rules.ts";
import type { PhotoResponse } from "./schema.ts";

/** How photos are shown: what signs the URLs of their pictures, and the language of messages. */
export type PhotoPresenter = { views: ViewSigner; language: "en" | "vi" };

type Viewer = Pick<RequestContext, "caller" | "now">;

/** A photo as the caller sees it now, with URLs good for five minutes; the original only for who may write. */
export const presentPhoto = async (
  viewer: Viewer,
  gallery: PhotoPresenter,
  photo: StoredPhoto,
): Promise<PhotoResponse> => {
  const { record, rejection } = photo;
  const [renditions, original] = await Promise.all([
    Promise.all(photo.renditions.map(async ({ key, ...one }) => ({ ...one, url: await signed(viewer, gallery, key) }))),
    showsOriginal(viewer, photo) ? signed(viewer, gallery, photo.uploadKey) : undefined,
  ]);
  return {
    ...record,
    status: isExpired(photo, viewer.now) ? "expired" : record.status,
    ...(rejection ? { rejection: { code: rejection, message: rejections[rejection][gallery.language] } } : {}),
    renditions,
    ...(original ? { original: { url: original, contentType: record.contentType, bytes: record.size } } : {}),
  };
};

/** The same with the version behind its ETag, which the URLs do not move. */
export const presentWithVersion = async (
  viewer: Viewer,
  gallery: PhotoPresenter,
  photo: StoredPhoto,
): Promise<Result & { record: PhotoResponse; version: number }> => ({
  record: await presentPhoto(viewer, gallery, photo),
  version: visibleVersion(photo, viewer.now),
});

const signed = ({ now }: Viewer, { views }: PhotoPresenter, key: string) => views.sign(key, now);

const showsOriginal = ({ caller }: Viewer, { record }: StoredPhoto) =>
  record.status === "ready" && caller.scopes.includes("dangbo/write");
