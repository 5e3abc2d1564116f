import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { announcePhoto, renewUpload, signReplayedUpload, type UploadSettings } from "../../lib/photos/announce.ts";
import type { PhotoPresenter } from "../../lib/photos/presenter.ts";
import { getPhoto, listPhotos } from "../../lib/photos/reads.ts";
import { deletePhoto, updatePhoto } from "../../lib/photos/writes.ts";
import type { ServeOptions } from "../shared/http.ts";
import { listOperation, operation } from "../shared/operation.ts";

export type PhotoDependencies = {
  uploads: () => UploadSettings;
  /** Presents photos to the caller of a request. */
  presenterFor: (request: { header(name: string): string | undefined }) => PhotoPresenter;
};

/** Every operation of this function by its name. */
export const createPhotoOperations = ({ uploads, presenterFor }: PhotoDependencies) => ({
  announcePhoto: operation(photosRoutes.announcePhoto, ({ params, precondition, validation }, context) =>
    announcePhoto(context, uploads(), { meetingId: params.meetingId, precondition, validation: validation() }),
  ),
  renewUpload: operation(photosRoutes.renewUpload, ({ params, precondition }, context) =>
    renewUpload(context, uploads(), { id: params.photoId, precondition }),
  ),
  listPhotos: listOperation(photosRoutes.listPhotos, (request, context) =>
    listPhotos(context, presenterFor(request), { meetingId: request.params.meetingId, page: request.page() }),
  ),
  getPhoto: operation(photosRoutes.getPhoto, (request, context) =>
    getPhoto(context, presenterFor(request), request.params.photoId),
  ),
  updatePhoto: operation(photosRoutes.updatePhoto, (request, context) =>
    updatePhoto(context, presenterFor(request), {
      id: request.params.photoId,
      precondition: request.precondition,
      change: request.change,
    }),
  ),
  deletePhoto: operation(photosRoutes.deletePhoto, ({ params, precondition }, context) =>
    deletePhoto(context, params.photoId, precondition),
  ),
});

/** An upload URL expires after five minutes, so the replay of an idempotent request signs a new one. */
export const createPhotoReplays = (uploads: () => UploadSettings) => {
  const replay: NonNullable<ServeOptions["replays"]>[string] = (stored, context) =>
    signReplayedUpload(context, uploads(), stored);
  return { announcePhoto: replay, renewUpload: replay };
};
