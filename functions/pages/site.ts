import { localEndpoint, region } from "../../lib/aws/place.ts";
import { createViewSigner } from "../../lib/storage/presign.ts";
import { addressOf } from "../../lib/storage/presigner.ts";
import type { ViewSigner } from "../../lib/storage/view.ts";
import { readVariable } from "../shared/environment.ts";
import { presigner } from "../shared/photo-presenter.ts";

/** Where the pages are, and where their pictures come from. */
export type Site = {
  /** `https://host`, without a slash at the end. */
  url: string;
  /** Origin that a picture is redirected to. */
  pictures: string;
  views: ViewSigner;
};

const build = (): Site => {
  const [url, bucket] = [readVariable("PAGES_URL"), readVariable("BUCKET_NAME")];
  const views = createViewSigner(presigner());
  return readVariable("PICTURE_HOST") === "edge"
    ? { url, pictures: url, views: viewsFrom(url, views) }
    : { url, pictures: addressOf(bucket, region(), localEndpoint("s3")).origin, views };
};

/** Views of storage by way of another host that stands in front of it and passes on path and signature as they are. */
const viewsFrom = (url: string, { sign }: ViewSigner): ViewSigner => ({
  sign: async (key, now) => {
    const { pathname, search } = new URL(await sign(key, now));
    return url + pathname + search;
  },
});

let built: Site | undefined;

export const site = (): Site => {
  built ??= build();
  return built;
};
