import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { updatePhoto as update } from "../../lib/photos/write.ts";
import { operation } from "../shared/operation.ts";

export const updatePhoto = operation(photosRoutes.updatePhoto, (request, work) =>
  update(work, request.params.photoId, request.ifMatch, request.patched),
);
