import type { Gallery } from "../../lib/photos/presenter.ts";
import { createViewSigner } from "../../lib/storage/presign.ts";
import type { ViewSigner } from "../../lib/storage/view.ts";
import { presigner } from "./presigner.ts";
import { languageOf } from "./problem-response.ts";

let built: ViewSigner | undefined;

/** Signs views; built when the first photo is shown. */
const views: ViewSigner = {
  sign: (key, now) => {
    built ??= createViewSigner(presigner());
    return built.sign(key, now);
  },
};

/** How photos are shown to whoever sent a request. */
export const galleryFor = (request: { header(name: string): string | undefined }): Gallery => ({
  views,
  language: languageOf(request.header("accept-language")),
});
