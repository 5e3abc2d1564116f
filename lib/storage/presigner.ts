import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ServiceEndpoint } from "../aws/service-endpoint.ts";
import { Sha256 } from "../aws/sha256.ts";

/** A request that whoever has its URL may make once it is signed. `headers` must then be sent exactly so. */
export type ToSign = { method: "GET" | "PUT"; key: string; headers?: Record<string, string> };

/** Signs a request into a URL. `now`: the RFC 3339 instant it lives from; `lifetime` in seconds. */
export type Presign = (request: ToSign, now: string, lifetime: number) => Promise<string>;

/** Where the bucket answers: its own host on AWS, or below a given endpoint. */
export const addressOf = (bucket: string, region: string, endpoint: string | undefined): URL =>
  endpoint ? new URL(`${endpoint}/${bucket}/`) : new URL(`https://${bucket}.s3.${region}.amazonaws.com/`);

/** Says that the signature does not cover the bytes; where they are bound, a signed header of theirs does. */
const unsigned = { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" };

/**
 * Signs by the SDK's signature alone: an S3 client would take as long again to load, and signs a checksum of the empty body
 * unless told otherwise.
 * @param endpoint where S3 is, when not on AWS
 */
export const createPresigner = (
  { region, credentials }: Pick<ServiceEndpoint, "region" | "credentials">,
  bucket: string,
  endpoint: string | undefined,
): Presign => {
  const signer = new SignatureV4({ service: "s3", region, credentials, sha256: Sha256, uriEscapePath: false });
  const { protocol, hostname, host, port, pathname, origin } = addressOf(bucket, region, endpoint);
  const place = { protocol, hostname, ...(port ? { port: Number(port) } : {}) };
  return async ({ method, key, headers = {} }, now, lifetime) => {
    const path = `${pathname}${key}`;
    const request = new HttpRequest({ ...place, method, path, headers: { ...headers, ...unsigned, host } });
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

/** Seconds that a URL to look at a photo lives; the bucket's policy refuses older signatures too. */
export const viewLifetime = 300;

/** Makes URLs with which whoever has them can read one object for a while. */
export type ViewSigner = { sign(key: string, now: string): Promise<string> };

/** What an upload must be: storage refuses any other bytes, type or size, and stores a key once. */
export type Expected = { key: string; contentType: string /** Bytes. */; size: number /** Hex. */; sha256: string };

/** How a caller sends the bytes: these headers and no others; every HTTP client adds `Content-Length` itself. */
export type Upload = { method: "PUT"; url: string; headers: Record<string, string>; expiresAt: string };

/** Makes upload URLs. */
export type UploadSigner = { sign(expected: Expected, now: string): Promise<Upload> };

/** Seconds that an upload URL lives; the bucket's policy refuses older signatures too. */
export const uploadLifetime = 300;

/** S3 writes checksums in base64. */
export const checksumOf = (sha256: string) => Buffer.from(sha256, "hex").toString("base64");

const headersOf = ({ contentType, sha256 }: Expected) => ({
  "content-type": contentType,
  "if-none-match": "*",
  "x-amz-checksum-sha256": checksumOf(sha256),
});

/** Signs uploads: storage refuses other bytes, another type or size, and a second upload, since the signature covers all of them. */
export const createUploadSigner = (presign: Presign): UploadSigner => ({
  sign: async (expected, now) => {
    const headers = headersOf(expected);
    const bound = { ...headers, "content-length": String(expected.size) };
    const url = await presign({ method: "PUT", key: expected.key, headers: bound }, now, uploadLifetime);
    const expiresAt = new Date(Date.parse(now) + uploadLifetime * 1_000).toISOString();
    return { method: "PUT", url, headers, expiresAt };
  },
});

/** Signs views. */
export const createViewSigner = (presign: Presign): ViewSigner => ({
  sign: (key, now) => presign({ method: "GET", key }, now, viewLifetime),
});
