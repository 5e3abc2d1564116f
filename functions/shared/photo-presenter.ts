import { credentials, localEndpoint, region } from "../../lib/aws/place.ts";
import type { Gallery } from "../../lib/photos/presenter.ts";
import { createViewSigner } from "../../lib/storage/presign.ts";
import { createPresigner, type Presign } from "../../lib/storage/presigner.ts";
import type { ViewSigner } from "../../lib/storage/view.ts";
import { readVariable } from "./environment.ts";
import { languageOf } from "./problem-response.ts";

/** Signs URLs of the bucket in the name of this function. */
export const presigner = (): Presign =>
  createPresigner({ region: region(), credentials: credentials() }, readVariable("BUCKET_NAME"), localEndpoint("s3"));

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
