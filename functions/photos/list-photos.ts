import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { listPhotos as list } from "../../lib/photos/find.ts";
import { galleryFor } from "../shared/gallery.ts";
import { operation } from "../shared/operation.ts";

export const listPhotos = operation(photosRoutes.listPhotos, async (request, context) => ({
  page: await list(context, galleryFor(request), request.params.meetingId, request.page()),
}));
