import { photoBucket } from "../shared/bucket.ts";
import { createRemoveBytes } from "./remove-bytes.ts";

export const handler = createRemoveBytes(photoBucket);
