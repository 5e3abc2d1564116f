import { type Claim, readClaim } from "./authorization.ts";
import { canonicalRequest } from "./canonical.ts";
import { MAX_EXPIRES_SECONDS, MAX_SKEW_MS } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";
import {
  ALGORITHM,
  deriveKey,
  type SigningContext,
  sameSignature,
  sha256Hex,
  signatureOf,
  stringToSign,
} from "./signing.ts";

/** What the signature of an accepted request proves, and what its streaming chunks are signed with. */
export type Authenticated = {
  readonly accessKeyId: string;
  readonly context: SigningContext;
  readonly signature: string;
  readonly payloadHash: string;
};

/** Milliseconds of `YYYYMMDDTHHMMSSZ`. */
export function readInstant(at: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(at);
  const [, year, month, day, hour, minute, second] = match ?? [];
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(instant)) throw new Refusal("AccessDenied", 'X-Amz-Date must be in the format "YYYYMMDDTHHMMSSZ"');
  return instant;
}

function checkScope(claim: Claim, region: string): void {
  const wrong = [
    claim.region !== region && `the region '${claim.region}' is wrong; expecting '${region}'`,
    claim.service !== "s3" && `incorrect service '${claim.service}'; this endpoint belongs to 's3'`,
    claim.day !== claim.at.slice(0, 8) && `the date '${claim.day}' is not that of X-Amz-Date`,
  ].find((fault) => fault !== false);
  if (wrong === undefined) return;
  const code = claim.carrier === "header" ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError";
  throw new Refusal(code, `Error parsing the Credential; ${wrong}`, { Region: region });
}

function checkTime(claim: Claim, now: Date): void {
  const signedAt = readInstant(claim.at);
  const ServerTime = now.toISOString();
  if (claim.expires === undefined) {
    if (Math.abs(now.getTime() - signedAt) <= MAX_SKEW_MS) return;
    const message = "The difference between the request time and the current time is too large.";
    const details = { RequestTime: claim.at, ServerTime, MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS) };
    throw new Refusal("RequestTimeTooSkewed", message, details);
  }
  if (claim.expires < 1 || claim.expires > MAX_EXPIRES_SECONDS) {
    throw new Refusal(
      "AuthorizationQueryParametersError",
      "X-Amz-Expires must be between 1 and 604800 seconds (a week)",
    );
  }
  if (signedAt > now.getTime() + MAX_SKEW_MS) {
    throw new Refusal("AccessDenied", "Request is not yet valid", { ServerTime });
  }
  const expiresAt = signedAt + claim.expires * 1000;
  if (now.getTime() > expiresAt) {
    const details = { "X-Amz-Expires": String(claim.expires), Expires: new Date(expiresAt).toISOString(), ServerTime };
    throw new Refusal("AccessDenied", "Request has expired", details);
  }
}

/** Host and every `x-amz-*` header must be bound by the signature, or anybody between could change them. */
function checkSignedHeaders(request: S3Request, claim: Claim): void {
  const must = ["host", ...[...request.headers.keys()].filter((name) => name.startsWith("x-amz-"))];
  const loose = must.filter((name) => !claim.signedHeaders.includes(name));
  if (loose.length === 0) return;
  throw new Refusal("AccessDenied", "There were headers present in the request which were not signed", {
    HeadersNotSigned: loose.join(", "),
  });
}

/**
 * Checks a request's SigV4 signature, in header or query, and all that S3 asks of it; throws a Refusal.
 * @param secretOf the secret of a key by its id, where there is such a key
 */
export function authenticate(
  request: S3Request,
  secretOf: (accessKeyId: string) => string | undefined,
  region: string,
): Authenticated {
  const claim = readClaim(request);
  const secret = secretOf(claim.accessKeyId);
  if (secret === undefined) {
    throw new Refusal("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
  }
  checkScope(claim, region);
  checkTime(claim, request.now);
  checkSignedHeaders(request, claim);
  const scope = { day: claim.day, region: claim.region };
  const context = { key: deriveKey(secret, scope), scope, at: claim.at };
  const canonical = canonicalRequest(request, claim.signedHeaders, claim.payloadHash);
  const text = stringToSign(ALGORITHM, context, [sha256Hex(Buffer.from(canonical, "latin1"))]);
  if (!sameSignature(claim.signature, signatureOf(context, text))) {
    const message =
      "The request signature we calculated does not match the signature you provided. Check your key and signing method.";
    throw new Refusal("SignatureDoesNotMatch", message, { StringToSign: text, CanonicalRequest: canonical });
  }
  return { accessKeyId: claim.accessKeyId, context, signature: claim.signature, payloadHash: claim.payloadHash };
}
