import { encodePath, percentEncode } from "./encoding.ts";
import type { S3Request } from "./request.ts";

type Signed = Pick<S3Request, "method" | "path" | "query" | "headers">;

function order(a: string, b: string): number {
  return Number(a > b) - Number(a < b);
}

function canonicalQuery(query: S3Request["query"]): string {
  return query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function canonicalHeaders(headers: S3Request["headers"], signedHeaders: readonly string[]): string {
  const value = (name: string) => (headers.get(name) ?? "").replace(/[ \t]+/g, " ").replace(/^ | $/g, "");
  return signedHeaders.map((name) => `${name}:${value(name)}\n`).join("");
}

/**
 * The canonical request of SigV4 with S3's exception: the path is encoded once and never normalised. Each of its
 * characters stands for a byte, since header values come as the bytes they were sent in.
 */
export function canonicalRequest(request: Signed, signedHeaders: readonly string[], payloadHash: string): string {
  return [
    request.method,
    encodePath(request.path),
    canonicalQuery(request.query),
    canonicalHeaders(request.headers, signedHeaders),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}
