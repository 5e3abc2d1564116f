import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createViewSigner } from "../../lib/storage/presign.ts";
import { addressOf, createPresigner } from "../../lib/storage/presigner.ts";
import type { ViewSigner } from "../../lib/storage/view.ts";
import { readVariable } from "../shared/environment.ts";
import { storageEndpoint } from "../shared/storage-endpoint.ts";

/** Where the pages are, and where their pictures come from. */
export type Site = {
  /** `https://host`, without a slash at the end. */
  url: string;
  /** Origin that a picture is redirected to. */
  pictures: string;
  views: ViewSigner;
};

const build = async (): Promise<Site> => {
  const { config } = new DynamoDBClient();
  const [url, bucket, endpoint] = [readVariable("PAGES_URL"), readVariable("BUCKET_NAME"), storageEndpoint()];
  const views = createViewSigner(createPresigner(config, bucket, endpoint));
  return readVariable("PICTURES_AT") === "edge"
    ? { url, pictures: url, views: viewsFrom(url, views) }
    : { url, pictures: addressOf(bucket, await config.region(), endpoint).origin, views };
};

/** Views of storage by way of another host that stands in front of it and passes on path and signature as they are. */
const viewsFrom = (url: string, { sign }: ViewSigner): ViewSigner => ({
  sign: async (key, now) => {
    const { pathname, search } = new URL(await sign(key, now));
    return url + pathname + search;
  },
});

let built: Promise<Site> | undefined;

export const site = (): Promise<Site> => {
  built ??= build();
  return built;
};
