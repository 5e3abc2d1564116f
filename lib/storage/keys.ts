import { isId } from "../shared/ids.ts";

const ownForm = /^[0-9A-Z]+$/;

/** Prefix of all uploads of a photo. */
export const uploadsOf = (prefix: string, photoId: string) => `${prefix}${photoId}/`;

/** Key of an upload: the photo and an id used once, so that a key never has two uploads. */
export const uploadKey = (prefix: string, photoId: string, once: string) => `${uploadsOf(prefix, photoId)}${once}`;

/** The photo of an upload, and the id used once. */
export type UploadPlace = { photoId: string; once: string };

/** Parses the key of an upload; undefined for any other key. */
export const placeOfUpload = (prefix: string, key: string): UploadPlace | undefined => {
  if (!key.startsWith(prefix)) return undefined;
  const [photoId, once = "", ...rest] = key.slice(prefix.length).split("/");
  return isId(photoId) && ownForm.test(once) && rest.length === 0 ? { photoId, once } : undefined;
};

/** Prefix of all renditions of a photo, or of those of one upload. */
export const renditionsOf = (prefix: string, photoId: string, once?: string) =>
  once === undefined ? `${prefix}${photoId}/` : `${prefix}${photoId}/${once}/`;

/** Key of a rendition of an upload. */
export const renditionKey = (prefix: string, { photoId, once }: UploadPlace, name: string) =>
  `${renditionsOf(prefix, photoId, once)}${name}.webp`;

/** S3 writes checksums in base64. */
export const checksumOf = (sha256: string) => Buffer.from(sha256, "hex").toString("base64");
