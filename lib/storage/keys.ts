import { isId } from "../shared/ids.ts";

const ownForm = /^[0-9A-Z]+$/;

/** Where all uploaded bytes of a photo are. */
export const uploadsOf = (prefix: string, photoId: string) => `${prefix}${photoId}/`;

/** Key of a photo's uploaded bytes: which photo, and a part used once, so that no key ever holds two uploads. */
export const uploadKey = (prefix: string, photoId: string, once: string) => `${uploadsOf(prefix, photoId)}${once}`;

/** Which photo an upload is for, and the part used once. */
export type UploadPlace = { photoId: string; once: string };

/** Where an upload belongs; undefined for a key that none of ours can be. */
export const placeOfUpload = (prefix: string, key: string): UploadPlace | undefined => {
  if (!key.startsWith(prefix)) return undefined;
  const [photoId, once = "", ...rest] = key.slice(prefix.length).split("/");
  return isId(photoId) && ownForm.test(once) && rest.length === 0 ? { photoId, once } : undefined;
};

/** Where all renditions of a photo are, or only those of one upload. */
export const renditionsOf = (prefix: string, photoId: string, once?: string) =>
  once === undefined ? `${prefix}${photoId}/` : `${prefix}${photoId}/${once}/`;

/** Key of a rendition of an upload. */
export const renditionKey = (prefix: string, { photoId, once }: UploadPlace, name: string) =>
  `${renditionsOf(prefix, photoId, once)}${name}.webp`;
