import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { updatePhoto as update } from "../../lib/photos/write.ts";
import { galleryFor } from "../shared/gallery.ts";
import { operation } from "../shared/operation.ts";

export const updatePhoto = operation(photosRoutes.updatePhoto, (request, context) =>
  update(context, galleryFor(request), request.params.photoId, request.ifMatch, request.patched),
);
