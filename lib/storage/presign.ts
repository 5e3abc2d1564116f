import type { DynamoDBClientResolvedConfig } from "@aws-sdk/client-dynamodb";
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";
import { checksumOf, type Expected, type UploadSigner, uploadLifetime } from "./upload.ts";

/** What any client of the SDK has resolved: the region, credentials and hash that signing needs. */
export type SigningConfig = Pick<DynamoDBClientResolvedConfig, "region" | "credentials" | "sha256">;

/** Where the bucket answers: its own host on AWS, or below a given endpoint. */
const addressOf = (bucket: string, region: string, endpoint: string | undefined): URL =>
  endpoint ? new URL(`${endpoint}/${bucket}/`) : new URL(`https://${bucket}.s3.${region}.amazonaws.com/`);

/** Headers that the signature covers, so that storage refuses other bytes, another type or size, and a second upload. */
const signedHeaders = ["host", "content-length", "content-type", "if-none-match", "x-amz-checksum-sha256"];

const headersOf = ({ contentType, sha256 }: Expected) => ({
  "content-type": contentType,
  "if-none-match": "*",
  "x-amz-checksum-sha256": checksumOf(sha256),
});

/**
 * Signs PUT requests by the SDK's presigner alone: a whole S3 client would take half as long again to load, and signs a
 * checksum of the empty body unless told otherwise.
 * @param endpoint where S3 is, when not on AWS
 */
export const createUploadSigner = (
  config: SigningConfig,
  bucket: string,
  endpoint: string | undefined,
): UploadSigner => {
  const presigner = new S3RequestPresigner({ ...config, service: "s3" });
  return {
    sign: async (expected, now) => {
      const { protocol, hostname, port, pathname } = addressOf(bucket, await config.region(), endpoint);
      const headers = headersOf(expected);
      const signed = await presigner.presign(
        {
          method: "PUT",
          protocol,
          hostname,
          ...(port ? { port: Number(port) } : {}),
          path: `${pathname}${expected.key}`,
          query: {},
          headers: { ...headers, "content-length": String(expected.size) },
        },
        {
          expiresIn: uploadLifetime,
          signingDate: new Date(now),
          signableHeaders: new Set(signedHeaders),
          unhoistableHeaders: new Set(["x-amz-checksum-sha256"]),
        },
      );
      const url = new URL(`${protocol}//${hostname}${port ? `:${port}` : ""}${signed.path}`);
      for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
      const expiresAt = new Date(Date.parse(now) + uploadLifetime * 1_000).toISOString();
      return { method: "PUT", url: url.href, headers, expiresAt };
    },
  };
};
