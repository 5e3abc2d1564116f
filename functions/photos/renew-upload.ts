import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { renewUpload, type Uploads } from "../../lib/photos/announce.ts";
import { operation } from "../shared/operation.ts";

export const createRenewUpload = (uploads: () => Uploads) =>
  operation(photosRoutes.renewUpload, (request, context) => renewUpload(context, uploads(), request.params.photoId));
