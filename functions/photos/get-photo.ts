import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { getPhoto as get } from "../../lib/photos/find.ts";
import { galleryFor } from "../shared/gallery.ts";
import { operation } from "../shared/operation.ts";

export const getPhoto = operation(photosRoutes.getPhoto, (request, context) =>
  get(context, galleryFor(request), request.params.photoId),
);
