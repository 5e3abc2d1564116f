import type { DynamoDBClientResolvedConfig } from "@aws-sdk/client-dynamodb";
import { S3RequestPresigner } from "@aws-sdk/s3-request-presigner";

/** What any client of the SDK has resolved: the region, credentials and hash that signing needs. */
export type SigningConfig = Pick<DynamoDBClientResolvedConfig, "region" | "credentials" | "sha256">;

/** A request that whoever has its URL may make once it is signed. `headers` must then be sent exactly so. */
export type ToSign = { method: "GET" | "PUT"; key: string; headers?: Record<string, string> };

/** Signs a request into a URL. `now`: the RFC 3339 instant it lives from; `lifetime` in seconds. */
export type Presign = (request: ToSign, now: string, lifetime: number) => Promise<string>;

/** Where the bucket answers: its own host on AWS, or below a given endpoint. */
export const addressOf = (bucket: string, region: string, endpoint: string | undefined): URL =>
  endpoint ? new URL(`${endpoint}/${bucket}/`) : new URL(`https://${bucket}.s3.${region}.amazonaws.com/`);

/**
 * Signs by the SDK's presigner alone: a whole S3 client would take half as long again to load, and signs a checksum of
 * the empty body unless told otherwise.
 * @param endpoint where S3 is, when not on AWS
 */
export const createPresigner = (config: SigningConfig, bucket: string, endpoint: string | undefined): Presign => {
  const presigner = new S3RequestPresigner({ ...config, service: "s3" });
  return async ({ method, key, headers = {} }, now, lifetime) => {
    const { protocol, hostname, port, pathname } = addressOf(bucket, await config.region(), endpoint);
    const signed = await presigner.presign(
      {
        method,
        protocol,
        hostname,
        ...(port ? { port: Number(port) } : {}),
        path: `${pathname}${key}`,
        query: {},
        headers,
      },
      {
        expiresIn: lifetime,
        signingDate: new Date(now),
        signableHeaders: new Set(["host", ...Object.keys(headers)]),
        // Only what is a signed header binds; as a parameter of the query it would bind nothing.
        unhoistableHeaders: new Set(Object.keys(headers).filter((name) => name.startsWith("x-amz-"))),
      },
    );
    const url = new URL(`${protocol}//${hostname}${port ? `:${port}` : ""}${signed.path}`);
    for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
    return url.href;
  };
};
