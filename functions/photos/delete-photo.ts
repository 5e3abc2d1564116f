import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { deletePhoto as remove } from "../../lib/photos/write.ts";
import { operation } from "../shared/operation.ts";

export const deletePhoto = operation(photosRoutes.deletePhoto, (request, context) =>
  remove(context, request.params.photoId, request.ifMatch),
);
