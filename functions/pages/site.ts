import { localEndpoint, region } from "../../lib/aws/place.ts";
import { createViewSigner } from "../../lib/storage/presign.ts";
import { addressOf } from "../../lib/storage/presigner.ts";
import type { ViewSigner } from "../../lib/storage/view.ts";
import { readVariable } from "../shared/environment.ts";
import { presigner } from "../shared/presigner.ts";

/** Where the pages are, and where their pictures come from. */
export type Site = {
  /** `https://host`, without a slash at the end. */
  url: string;
  /** Origin of storage: what a picture is redirected to. */
  storage: string;
  views: ViewSigner;
};

const build = (): Site => ({
  url: readVariable("PAGES_URL"),
  storage: addressOf(readVariable("BUCKET_NAME"), region(), localEndpoint("s3")).origin,
  views: createViewSigner(presigner()),
});

let built: Site | undefined;

export const site = (): Site => {
  built ??= build();
  return built;
};
