import { inspectAndRender } from "../../lib/photos/imaging/inspect.ts";
import { instantOf } from "../../lib/shared/days.ts";
import { dependencies } from "../shared/dependencies.ts";
import { photoPlaces } from "../shared/photo-storage.ts";
import { createPhotoProcessor } from "./process-uploads.ts";

export const handler = createPhotoProcessor(() => {
  const { table, clock } = dependencies();
  return { table, ...photoPlaces(), inspect: inspectAndRender, now: instantOf(clock()) };
});
