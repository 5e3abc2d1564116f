import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { createPresigner, type Presign } from "../../lib/storage/presigner.ts";
import { readVariable } from "./environment.ts";
import { storageEndpoint } from "./storage-endpoint.ts";

/** Signs URLs of the bucket as the table's client signs its calls: an S3 client would double what loads. */
export const presigner = (): Presign =>
  createPresigner(new DynamoDBClient().config, readVariable("BUCKET_NAME"), storageEndpoint());
