import type { Uploads } from "../../lib/photos/announce.ts";
import { createUploadSigner } from "../../lib/storage/presign.ts";
import { readVariable } from "../shared/environment.ts";
import { presigner } from "../shared/presigner.ts";

let built: Uploads | undefined;

/** Where uploads arrive, and what signs their URLs, built once. */
export const uploads = (): Uploads => {
  built ??= { prefix: readVariable("UPLOADS_PREFIX"), signer: createUploadSigner(presigner()) };
  return built;
};
