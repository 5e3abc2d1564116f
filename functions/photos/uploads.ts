import type { UploadSettings } from "../../lib/photos/announce.ts";
import { createUploadSigner } from "../../lib/storage/presigner.ts";
import { readVariable } from "../shared/environment.ts";
import { presigner } from "../shared/photo-presenter.ts";

let built: UploadSettings | undefined;

/** Where uploads arrive, and what signs their URLs, built once. */
export const uploads = (): UploadSettings => {
  built ??= { prefix: readVariable("UPLOADS_PREFIX"), signer: createUploadSigner(presigner()) };
  return built;
};
