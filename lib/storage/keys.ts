import { isId } from "../shared/ids.ts";

const ownForm = /^[0-9A-Z]+$/;

/** Key of a photo's uploaded bytes: which photo, and a part used once, so that no key ever holds two uploads. */
export const uploadKey = (prefix: string, photoId: string, once: string) => `${prefix}${photoId}/${once}`;

/** The photo that an upload is for; undefined for a key that none of ours can be. */
export const photoOfUpload = (prefix: string, key: string): string | undefined => {
  if (!key.startsWith(prefix)) return undefined;
  const [photoId, once = "", ...rest] = key.slice(prefix.length).split("/");
  return isId(photoId) && ownForm.test(once) && rest.length === 0 ? photoId : undefined;
};
