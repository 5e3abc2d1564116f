import { credentials, localEndpoint, region } from "../../lib/aws/place.ts";
import { createPresigner, type Presign } from "../../lib/storage/presigner.ts";
import { readVariable } from "./environment.ts";

/** Signs URLs of the bucket in the name of this function. */
export const presigner = (): Presign =>
  createPresigner({ region: region(), credentials: credentials() }, readVariable("BUCKET_NAME"), localEndpoint("s3"));
