import type { RequestContext, Result } from "../records/request-context.ts";
import type { ViewSigner } from "../storage/presigner.ts";
import { rejections } from "../vocabulary/rejections.ts";
import { isExpired, visibleVersion } from "./rules.ts";
import type { PhotoResponse, StoredPhoto } from "./schema.ts";

/** Presents photos to callers: the signer of their URLs, and the language of messages. */
export type PhotoPresenter = { views: ViewSigner; language: "en" | "vi" };

type Viewer = Pick<RequestContext, "caller" | "now">;

/** The response for a photo, with URLs that expire after five minutes; the original only for callers with the write scope. */
export const presentPhoto = async (
  viewer: Viewer,
  presenter: PhotoPresenter,
  photo: StoredPhoto,
): Promise<PhotoResponse> => {
  const { record, rejection } = photo;
  const [renditions, original] = await Promise.all([
    Promise.all(
      photo.renditions.map(async ({ key, ...one }) => ({ ...one, url: await signedUrl(viewer, presenter, key) })),
    ),
    showsOriginal(viewer, photo) ? signedUrl(viewer, presenter, photo.uploadKey) : undefined,
  ]);
  return {
    ...record,
    status: isExpired(photo, viewer.now) ? "expired" : record.status,
    ...(rejection ? { rejection: { code: rejection, message: rejections[rejection][presenter.language] } } : {}),
    renditions,
    ...(original ? { original: { url: original, contentType: record.contentType, bytes: record.size } } : {}),
  };
};

/** The response for a photo with the version of its ETag, which does not depend on the URLs. */
export const presentWithVersion = async (
  viewer: Viewer,
  presenter: PhotoPresenter,
  photo: StoredPhoto,
): Promise<Result & { record: PhotoResponse; version: number }> => ({
  record: await presentPhoto(viewer, presenter, photo),
  version: visibleVersion(photo, viewer.now),
});

const signedUrl = ({ now }: Viewer, { views }: PhotoPresenter, key: string) => views.sign(key, now);

const showsOriginal = ({ caller }: Viewer, { record }: StoredPhoto) =>
  record.status === "ready" && caller.scopes.includes("dangbo/write");
