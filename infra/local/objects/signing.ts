import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export const ALGORITHM = "AWS4-HMAC-SHA256";

/** What a signing key is good for; `day` is `YYYYMMDD`. */
export type Scope = { readonly day: string; readonly region: string };

/** A day's key for one region, the scope it stands for and the instant (`YYYYMMDDTHHMMSSZ`) the request was signed. */
export type SigningContext = { readonly key: Buffer; readonly scope: Scope; readonly at: string };

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function sha256Hex(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The SHA-256 of no bytes, in hex. */
export const EMPTY_SHA256 = sha256Hex("");

/** The signing key of SigV4, derived from the secret. */
export function deriveKey(secret: string, scope: Scope): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, scope.day), scope.region), "s3"), "aws4_request");
}

/** A string to sign of any of SigV4's kinds: the algorithm, the instant, the scope, then what that kind binds. */
export function stringToSign(algorithm: string, context: SigningContext, parts: readonly string[]): string {
  return [algorithm, context.at, `${context.scope.day}/${context.scope.region}/s3/aws4_request`, ...parts].join("\n");
}

export function signatureOf(context: SigningContext, text: string): string {
  return hmac(context.key, text).toString("hex");
}

/** Compares in time that does not depend on where the two differ. */
export function sameSignature(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
