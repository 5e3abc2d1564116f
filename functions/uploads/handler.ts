import { instantOf } from "../../lib/shared/days.ts";
import { photoBucket } from "../shared/bucket.ts";
import { dependencies } from "../shared/dependencies.ts";
import { readVariable } from "../shared/environment.ts";
import { createReceiveUploads } from "./receive-uploads.ts";

export const handler = createReceiveUploads(() => {
  const { table, clock } = dependencies();
  return { table, bucket: photoBucket(), prefix: readVariable("UPLOADS_PREFIX"), now: instantOf(clock()) };
});
