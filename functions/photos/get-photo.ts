import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { requirePhoto } from "../../lib/photos/find.ts";
import { operation } from "../shared/operation.ts";

export const getPhoto = operation(photosRoutes.getPhoto, async (request, work) => {
  const { record, version } = await requirePhoto(work, request.params.photoId);
  return { record, version };
});
