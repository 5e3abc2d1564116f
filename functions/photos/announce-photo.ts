import { photosRoutes } from "../../lib/contract/routes/photos.ts";
import { announcePhoto, type Uploads } from "../../lib/photos/announce.ts";
import { operation } from "../shared/operation.ts";

export const createAnnouncePhoto = (uploads: () => Uploads) =>
  operation(photosRoutes.announcePhoto, (request, context) =>
    announcePhoto(context, uploads(), request.params.meetingId, request.validation()),
  );
