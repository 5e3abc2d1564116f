import { signAgain, type Uploads } from "../../lib/photos/announce.ts";
import type { ServeOptions } from "../shared/http.ts";
import { createAnnouncePhoto } from "./announce-photo.ts";
import { deletePhoto } from "./delete-photo.ts";
import { getPhoto } from "./get-photo.ts";
import { listPhotos } from "./list-photos.ts";
import { createRenewUpload } from "./renew-upload.ts";
import { updatePhoto } from "./update-photo.ts";

export const createPhotoOperations = (uploads: () => Uploads) => ({
  announcePhoto: createAnnouncePhoto(uploads),
  renewUpload: createRenewUpload(uploads),
  listPhotos,
  getPhoto,
  updatePhoto,
  deletePhoto,
});

/** Upload URLs live five minutes: a replay signs anew. */
export const createPhotoReplays = (uploads: () => Uploads) => {
  const replay: NonNullable<ServeOptions["replays"]>[string] = (outcome, context) =>
    signAgain(context, uploads(), outcome);
  return { announcePhoto: replay, renewUpload: replay };
};
