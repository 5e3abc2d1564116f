import { localEndpoint, region } from "../../lib/aws/service-endpoint.ts";
import type { ViewSigner } from "../../lib/storage/presigner.ts";
import { addressOf, createViewSigner } from "../../lib/storage/presigner.ts";
import { readVariable } from "../shared/environment.ts";
import { presigner } from "../shared/photo-presenter.ts";

/** The URL of the pages and the source of their photos. */
export type Site = {
  /** `https://host`, without a slash at the end. */
  url: string;
  /** Origin that photos redirect to. */
  photoOrigin: string;
  views: ViewSigner;
};

const build = (): Site => {
  const [url, bucket] = [readVariable("PAGES_URL"), readVariable("BUCKET_NAME")];
  const views = createViewSigner(presigner());
  return readVariable("PICTURE_HOST") === "edge"
    ? { url, photoOrigin: url, views: viewsFrom(url, views) }
    : { url, photoOrigin: addressOf(bucket, region(), localEndpoint("s3")).origin, views };
};

/** Views through a host in front of the storage that forwards path and signature unchanged. */
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
