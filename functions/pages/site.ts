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
  /** Origin of storage: what a picture is redirected to. */
  storage: string;
  views: ViewSigner;
};

const build = async (): Promise<Site> => {
  const { config } = new DynamoDBClient();
  const [bucket, endpoint] = [readVariable("BUCKET_NAME"), storageEndpoint()];
  return {
    url: readVariable("PAGES_URL"),
    storage: addressOf(bucket, await config.region(), endpoint).origin,
    views: createViewSigner(createPresigner(config, bucket, endpoint)),
  };
};

let built: Promise<Site> | undefined;

export const site = (): Promise<Site> => {
  built ??= build();
  return built;
};
