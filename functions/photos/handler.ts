import { serve } from "../shared/http.ts";
import { createPhotoOperations, createPhotoReplays } from "./operations.ts";
import { uploads } from "./uploads.ts";

export const handler = serve(createPhotoOperations(uploads), { replays: createPhotoReplays(uploads) });
