import { credentials, localEndpoint, region } from "../../lib/aws/service-endpoint.ts";
import type { PhotoPresenter } from "../../lib/photos/presenter.ts";
import type { ViewSigner } from "../../lib/storage/presigner.ts";
import { createPresigner, createViewSigner, type Presign } from "../../lib/storage/presigner.ts";
import { readVariable } from "./environment.ts";
import { languageOf } from "./problem-response.ts";

/** Presigns URLs of the bucket with the permissions of this function. */
export const presigner = (): Presign =>
  createPresigner({ region: region(), credentials: credentials() }, readVariable("BUCKET_NAME"), localEndpoint("s3"));

let built: ViewSigner | undefined;

/** Built when the first photo is shown. */
const views: ViewSigner = {
  sign: (key, now) => {
    built ??= createViewSigner(presigner());
    return built.sign(key, now);
  },
};

/** Presents photos in the language of the request. */
export const photoPresenterFor = (request: { header(name: string): string | undefined }): PhotoPresenter => ({
  views,
  language: languageOf(request.header("accept-language")),
});
