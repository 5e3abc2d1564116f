import { serve } from "../shared/http.ts";
import { photoPresenterFor } from "../shared/photo-presenter.ts";
import { createPhotoOperations, createPhotoReplays } from "./operations.ts";
import { uploads } from "./uploads.ts";

export const handler = serve(createPhotoOperations({ uploads, presenterFor: photoPresenterFor }), {
  replays: createPhotoReplays(uploads),
});
