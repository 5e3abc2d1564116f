import type { Places } from "../../lib/photos/places.ts";
import { photoBucket } from "./bucket.ts";
import { readVariable } from "./environment.ts";

/** Where the bytes of photos are. */
export const photoPlaces = (): Places => ({
  bucket: photoBucket(),
  uploadsPrefix: readVariable("UPLOADS_PREFIX"),
  renditionsPrefix: readVariable("RENDITIONS_PREFIX"),
});
