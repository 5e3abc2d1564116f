import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Uploads } from "../../lib/photos/announce.ts";
import { createUploadSigner } from "../../lib/storage/presign.ts";
import { readVariable } from "../shared/environment.ts";
import { storageEndpoint } from "../shared/storage-endpoint.ts";

let built: Uploads | undefined;

/** Where uploads arrive, and their signer, which signs as the table's client does: an S3 client would double the load. */
export const uploads = (): Uploads => {
  built ??= {
    prefix: readVariable("UPLOADS_PREFIX"),
    signer: createUploadSigner(new DynamoDBClient().config, readVariable("BUCKET_NAME"), storageEndpoint()),
  };
  return built;
};
