import { Refusal } from "./refusal.ts";
import { parameter, type S3Request } from "./request.ts";
import { ALGORITHM } from "./signing.ts";

/** What a request says of its own signature, before anything of it is checked against the secret. */
export type Claim = {
  readonly carrier: "header" | "query";
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly at: string;
  /** Seconds a presigned URL lives. */
  readonly expires: number | undefined;
  /** The value of `x-amz-content-sha256`. */
  readonly payloadHash: string;
};

type Parts = { credential: string; signedHeaders: string; signature: string };

const CREDENTIAL = /^([\w-]{1,128})\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;
const HEADER = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

function malformed(carrier: Claim["carrier"], message: string): Refusal {
  const code = carrier === "header" ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError";
  return new Refusal(code, message);
}

function readParts(carrier: Claim["carrier"], parts: Parts) {
  const credential = CREDENTIAL.exec(parts.credential);
  if (credential === null)
    throw malformed(carrier, "The Credential is malformed; expecting <key>/YYYYMMDD/REGION/s3/aws4_request.");
  const [, accessKeyId = "", day = "", region = "", service = ""] = credential;
  const signedHeaders = parts.signedHeaders.split(";");
  if ([...new Set(signedHeaders)].sort().join(";").toLowerCase() !== parts.signedHeaders) {
    throw malformed(carrier, "SignedHeaders must be distinct names in lower case, sorted.");
  }
  return { carrier, accessKeyId, day, region, service, signedHeaders, signature: parts.signature };
}

function readHeaderClaim(request: S3Request, authorization: string): Claim {
  if (!authorization.startsWith(ALGORITHM)) {
    throw new Refusal(
      "InvalidRequest",
      `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    );
  }
  const [matched, credential = "", signedHeaders = "", signature = ""] = HEADER.exec(authorization) ?? [];
  if (matched === undefined) throw malformed("header", "The authorization header is malformed.");
  const payloadHash = request.headers.get("x-amz-content-sha256");
  if (payloadHash === undefined) {
    throw new Refusal("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const at = request.headers.get("x-amz-date");
  if (at === undefined) throw new Refusal("AccessDenied", "AWS authentication requires a valid x-amz-date header");
  return { ...readParts("header", { credential, signedHeaders, signature }), at, expires: undefined, payloadHash };
}

function only(request: S3Request, name: string): string {
  const values = request.query.filter(([candidate]) => candidate === name);
  const [first] = values;
  if (first === undefined || values.length > 1)
    throw malformed("query", `Query-string authentication needs ${name} once.`);
  return first[1];
}

function readQueryClaim(request: S3Request): Claim {
  if (only(request, "X-Amz-Algorithm") !== ALGORITHM) {
    throw malformed("query", `X-Amz-Algorithm only supports "${ALGORITHM}"`);
  }
  const expires = only(request, "X-Amz-Expires");
  if (!/^\d{1,10}$/.test(expires)) throw malformed("query", "X-Amz-Expires should be a number");
  const parts = {
    credential: only(request, "X-Amz-Credential"),
    signedHeaders: only(request, "X-Amz-SignedHeaders"),
    signature: only(request, "X-Amz-Signature"),
  };
  return {
    ...readParts("query", parts),
    at: only(request, "X-Amz-Date"),
    expires: Number(expires),
    payloadHash: request.amz.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
  };
}

/** Reads the one signature a request carries, in its Authorization header or its query. */
export function readClaim(request: S3Request): Claim {
  const header = request.headers.get("authorization");
  const inQuery = request.query.some(([name]) => name === "X-Amz-Algorithm" || name === "X-Amz-Signature");
  if (header !== undefined && inQuery) {
    throw new Refusal(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be specified",
    );
  }
  if (request.headers.has("x-amz-security-token") || parameter(request, "X-Amz-Security-Token") !== undefined) {
    throw new Refusal("InvalidToken", "The provided token is malformed or otherwise invalid.");
  }
  if (header !== undefined) return readHeaderClaim(request, header);
  if (inQuery) return readQueryClaim(request);
  if (parameter(request, "AWSAccessKeyId") !== undefined) {
    throw new Refusal(
      "InvalidRequest",
      `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
    );
  }
  throw new Refusal("AccessDenied", "Access Denied");
}
