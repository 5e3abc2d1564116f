import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ServiceEndpoint } from "../aws/service-endpoint.ts";
import { Sha256 } from "../aws/sha256.ts";
import { checksumOf } from "./keys.ts";

/** A request to sign. `headers` are signed and must be sent unchanged. */
export type ToSign = { method: "GET" | "PUT"; key: string; headers?: Record<string, string> };

/** Signs a request into a URL that is valid from `now` (RFC 3339) for `lifetime` seconds. */
export type Presign = (request: ToSign, now: string, lifetime: number) => Promise<string>;

/** The URL of the bucket: its own host on AWS, or a path of the given endpoint. */
export const addressOf = (bucket: string, region: string, endpoint: string | undefined): URL =>
  endpoint ? new URL(`${endpoint}/${bucket}/`) : new URL(`https://${bucket}.s3.${region}.amazonaws.com/`);

/** The signature does not cover the body; uploads bind it by the signed checksum header. */
const unsigned = { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" };

/**
 * Signs with the SDK's signer alone: an S3 client would double the load time, and by default signs a checksum of the empty body.
 * @param endpoint of S3, when not on AWS
 */
export const createPresigner = (
  { region, credentials }: Pick<ServiceEndpoint, "region" | "credentials">,
  bucket: string,
  endpoint: string | undefined,
): Presign => {
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256: Sha256, uriEscapePath: false });
  const { protocol, hostname, host, port, pathname, origin } = addressOf(bucket, region, endpoint);
  const target = { protocol, hostname, ...(port ? { port: Number(port) } : {}) };
  return async ({ method, key, headers = {} }, now, lifetime) => {
    const path = `${pathname}${key}`;
    const request = new HttpRequest({ ...target, method, path, headers: { ...headers, ...unsigned, host } });
    const signed = await signer.presign(request, {
      expiresIn: lifetime,
      signingDate: new Date(now),
      signableHeaders: new Set(["host", ...Object.keys(headers)]),
      // Only what is a signed header binds; as a parameter of the query it would bind nothing.
      unhoistableHeaders: new Set(Object.keys(headers).filter((name) => name.startsWith("x-amz-"))),
    });
    const url = new URL(`${origin}${signed.path}`);
    for (const [name, value] of Object.entries(signed.query ?? {})) url.searchParams.set(name, String(value));
    return url.href;
  };
};

/** Seconds for which a URL to view a photo is valid; the bucket policy rejects older signatures too. */
export const viewLifetime = 300;

/** Makes URLs that give read access to one object for a limited time. */
export type ViewSigner = { sign(key: string, now: string): Promise<string> };

/** What an upload must be: S3 rejects other bytes, another type or size, and a second upload to the key. */
export type Expected = { key: string; contentType: string /** Bytes. */; size: number /** Hex. */; sha256: string };

/** How a caller sends the bytes: these headers and no others; every HTTP client adds `Content-Length` itself. */
export type Upload = { method: "PUT"; url: string; headers: Record<string, string>; expiresAt: string };

/** Makes upload URLs. */
export type UploadSigner = { sign(expected: Expected, now: string): Promise<Upload> };

/** Seconds for which an upload URL is valid; the bucket policy rejects older signatures too. */
export const uploadLifetime = 300;

const headersOf = ({ contentType, sha256 }: Expected) => ({
  "content-type": contentType,
  "if-none-match": "*",
  "x-amz-checksum-sha256": checksumOf(sha256),
});

/** Signs uploads. The signature covers checksum, type and size, and `If-None-Match`, so that a key is written once. */
export const createUploadSigner = (presign: Presign): UploadSigner => ({
  sign: async (expected, now) => {
    const headers = headersOf(expected);
    const bound = { ...headers, "content-length": String(expected.size) };
    const url = await presign({ method: "PUT", key: expected.key, headers: bound }, now, uploadLifetime);
    const expiresAt = new Date(Date.parse(now) + uploadLifetime * 1_000).toISOString();
    return { method: "PUT", url, headers, expiresAt };
  },
});

export const createViewSigner = (presign: Presign): ViewSigner => ({
  sign: (key, now) => presign({ method: "GET", key }, now, viewLifetime),
});
