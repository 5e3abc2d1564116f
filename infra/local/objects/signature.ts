import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { malformed, readSignatureClaim, type SignatureClaim, signatureAlgorithm } from "./authorization.ts";
import { encodePath, percentEncode } from "./encoding.ts";
import type { S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";

/** Longest lifetime of a presigned URL, in seconds: seven days (SigV4 query parameters, X-Amz-Expires). */
const maxExpiresSeconds = 604_800;

/** Largest difference between the request's time and the server's, in milliseconds (S3 error RequestTimeTooSkewed). */
const maxSkewMs = 15 * 60 * 1000;

/** What a verified signature proves. */
export type Authenticated = {
  readonly accessKeyId: string;
  /** Epoch milliseconds. */
  readonly signedAt: number;
  readonly payloadHash: string;
};

const hmac = (key: Buffer | string, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const sha256Hex = (content: Buffer): string => createHash("sha256").update(content).digest("hex");

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);

const canonicalQuery = (query: S3Request["query"]): string =>
  query
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [percentEncode(name), percentEncode(value)] as const)
    .sort(([a, x], [b, y]) => compareText(a, b) || compareText(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

const canonicalHeaders = (headers: S3Request["headers"], signedHeaders: readonly string[]): string => {
  const value = (name: string) => (headers.get(name) ?? "").replace(/[ \t]+/g, " ").replace(/^ | $/g, "");
  return signedHeaders.map((name) => `${name}:${value(name)}\n`).join("");
};

/** SigV4's canonical request with S3's exception: the path is encoded once and never normalised. */
const canonicalRequest = (
  request: Pick<S3Request, "method" | "path" | "query" | "headers">,
  { signedHeaders, payloadHash }: Pick<SignatureClaim, "signedHeaders" | "payloadHash">,
): string =>
  [
    request.method,
    encodePath(request.path),
    canonicalQuery(request.query),
    canonicalHeaders(request.headers, signedHeaders),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");

type Scope = Pick<SignatureClaim, "day" | "region" | "at" | "signedHeaders" | "payloadHash">;

/** Computes the signature of a request with SigV4, and the texts it is computed from. */
export const signRequest = (
  request: Pick<S3Request, "method" | "path" | "query" | "headers">,
  claim: Scope,
  secret: string,
) => {
  const { day, region, at } = claim;
  const canonical = canonicalRequest(request, claim);
  // Each character of the canonical request is one byte: header values are read as the bytes they were sent in.
  const hash = sha256Hex(Buffer.from(canonical, "latin1"));
  const stringToSign = [signatureAlgorithm, at, `${day}/${region}/s3/aws4_request`, hash].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), "s3"), "aws4_request");
  return { canonical, stringToSign, signature: hmac(key, stringToSign).toString("hex") };
};

/** Compares in constant time. */
const isSameSignature = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Epoch milliseconds of `YYYYMMDDTHHMMSSZ`. */
const parseInstant = (at: string): number => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at);
  const [, year, month, day, hour, minute, second] = match ?? [];
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(instant)) throw new S3Error("AccessDenied", 'X-Amz-Date must be in the format "YYYYMMDDTHHMMSSZ"');
  return instant;
};

const checkScope = (claim: SignatureClaim, region: string): void => {
  const mismatch = [
    claim.region !== region && `the region '${claim.region}' is wrong; expecting '${region}'`,
    claim.service !== "s3" && `incorrect service '${claim.service}'; this endpoint belongs to 's3'`,
    claim.day !== claim.at.slice(0, 8) && `the date '${claim.day}' is not that of X-Amz-Date`,
  ].find((each) => each !== false);
  if (mismatch === undefined) return;
  throw malformed(claim.carrier, `Error parsing the Credential; ${mismatch}`, { details: { Region: region } });
};

const checkTime = (claim: SignatureClaim, signedAt: number, now: Date): void => {
  const ServerTime = now.toISOString();
  if (claim.expires === undefined) {
    if (Math.abs(now.getTime() - signedAt) <= maxSkewMs) return;
    const message = "The difference between the request time and the current time is too large.";
    const details = { RequestTime: claim.at, ServerTime, MaxAllowedSkewMilliseconds: String(maxSkewMs) };
    throw new S3Error("RequestTimeTooSkewed", message, { details });
  }
  if (claim.expires < 1 || claim.expires > maxExpiresSeconds)
    throw malformed("query", "X-Amz-Expires must be between 1 and 604800 seconds (a week)");
  if (signedAt > now.getTime() + maxSkewMs)
    throw new S3Error("AccessDenied", "Request is not yet valid", { details: { ServerTime } });
  const expiresAt = signedAt + claim.expires * 1000;
  if (now.getTime() > expiresAt) {
    const details = { "X-Amz-Expires": String(claim.expires), Expires: new Date(expiresAt).toISOString(), ServerTime };
    throw new S3Error("AccessDenied", "Request has expired", { details });
  }
};

/** The signature must cover the host and every `x-amz-*` header; others could be changed in transit. */
const checkSignedHeaders = (request: S3Request, { signedHeaders }: SignatureClaim): void => {
  const required = ["host", ...[...request.headers.keys()].filter((name) => name.startsWith("x-amz-"))];
  const unsigned = required.filter((name) => !signedHeaders.includes(name));
  if (unsigned.length === 0) return;
  throw new S3Error("AccessDenied", "There were headers present in the request which were not signed", {
    details: { HeadersNotSigned: unsigned.join(", ") },
  });
};

/**
 * Verifies the SigV4 signature of a request, in header or query; throws an S3Error.
 * @param secretOf returns the secret of an access key, or undefined for an unknown one
 */
export const authenticate = (
  request: S3Request,
  secretOf: (accessKeyId: string) => string | undefined,
  region: string,
): Authenticated => {
  const claim = readSignatureClaim(request);
  const secret = secretOf(claim.accessKeyId);
  if (secret === undefined) {
    throw new S3Error("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  checkScope(claim, region);
  const signedAt = parseInstant(claim.at);
  checkTime(claim, signedAt, request.now);
  checkSignedHeaders(request, claim);
  const { canonical, stringToSign, signature } = signRequest(request, claim, secret);
  if (!isSameSignature(claim.signature, signature)) {
    const message =
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    const details = { StringToSign: stringToSign, CanonicalRequest: canonical };
    throw new S3Error("SignatureDoesNotMatch", message, { details });
  }
  return { accessKeyId: claim.accessKeyId, signedAt, payloadHash: claim.payloadHash };
};
