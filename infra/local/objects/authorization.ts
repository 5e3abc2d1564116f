import { parameter, type S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";

export const signatureAlgorithm = "AWS4-HMAC-SHA256";

/** The signature of a request as sent, before it is verified. */
export type SignatureClaim = {
  readonly carrier: "header" | "query";
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `YYYYMMDDTHHMMSSZ` */
  readonly at: string;
  /** Lifetime of a presigned URL in seconds. */
  readonly expires: number | undefined;
  /** The value of `x-amz-content-sha256`. */
  readonly payloadHash: string;
};

type Parts = { credential: string; signedHeaders: string; signature: string };

const credentialPattern = /^([\w-]{1,128})\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request$/;
const headerPattern = /^AWS4-HMAC-SHA256 Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

export const malformed = (
  carrier: SignatureClaim["carrier"],
  message: string,
  options?: ConstructorParameters<typeof S3Error>[2],
): S3Error => {
  const code = carrier === "header" ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError";
  return new S3Error(code, message, options);
};

const unsupportedMechanism = () =>
  new S3Error(
    "InvalidRequest",
    `The authorization mechanism you have provided is not supported. Please use ${signatureAlgorithm}.`,
  );

const parseParts = (carrier: SignatureClaim["carrier"], parts: Parts) => {
  const credential = credentialPattern.exec(parts.credential);
  if (credential === null)
    throw malformed(carrier, "The Credential is malformed; expecting <key>/YYYYMMDD/REGION/s3/aws4_request.");
  const [, accessKeyId = "", day = "", region = "", service = ""] = credential;
  const signedHeaders = parts.signedHeaders.split(";");
  if ([...new Set(signedHeaders)].sort().join(";").toLowerCase() !== parts.signedHeaders) {
    throw malformed(carrier, "SignedHeaders must be distinct names in lower case, sorted.");
  }
  return { carrier, accessKeyId, day, region, service, signedHeaders, signature: parts.signature };
};

const readHeaderClaim = (request: S3Request, authorization: string): SignatureClaim => {
  if (!authorization.startsWith(signatureAlgorithm)) throw unsupportedMechanism();
  const [matched, credential = "", signedHeaders = "", signature = ""] = headerPattern.exec(authorization) ?? [];
  if (matched === undefined) throw malformed("header", "The authorization header is malformed.");
  const payloadHash = request.headers.get("x-amz-content-sha256");
  if (payloadHash === undefined) {
    throw new S3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const at = request.headers.get("x-amz-date");
  if (at === undefined) throw new S3Error("AccessDenied", "AWS authentication requires a valid x-amz-date header");
  return { ...parseParts("header", { credential, signedHeaders, signature }), at, expires: undefined, payloadHash };
};

const singleParameter = (request: S3Request, name: string): string => {
  const values = request.query.filter(([candidate]) => candidate === name);
  const [first] = values;
  if (first === undefined || values.length > 1)
    throw malformed("query", `Query-string authentication needs ${name} once.`);
  return first[1];
};

const readQueryClaim = (request: S3Request): SignatureClaim => {
  if (singleParameter(request, "X-Amz-Algorithm") !== signatureAlgorithm) {
    throw malformed("query", `X-Amz-Algorithm only supports "${signatureAlgorithm}"`);
  }
  const expires = singleParameter(request, "X-Amz-Expires");
  if (!/^\d{1,10}$/.test(expires)) throw malformed("query", "X-Amz-Expires should be a number");
  const parts = {
    credential: singleParameter(request, "X-Amz-Credential"),
    signedHeaders: singleParameter(request, "X-Amz-SignedHeaders"),
    signature: singleParameter(request, "X-Amz-Signature"),
  };
  return {
    ...parseParts("query", parts),
    at: singleParameter(request, "X-Amz-Date"),
    expires: Number(expires),
    payloadHash: request.amz.get("x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD",
  };
};

/** Reads the signature of a request from its Authorization header or its query; a request has exactly one. */
export const readSignatureClaim = (request: S3Request): SignatureClaim => {
  const header = request.headers.get("authorization");
  const isInQuery = request.query.some(([name]) => name === "X-Amz-Algorithm" || name === "X-Amz-Signature");
  if (header !== undefined && isInQuery) {
    throw new S3Error(
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the Authorization header should be specified",
    );
  }
  if (request.headers.has("x-amz-security-token") || parameter(request, "X-Amz-Security-Token") !== undefined) {
    throw new S3Error("InvalidToken", "The provided token is malformed or otherwise invalid.");
  }
  if (header !== undefined) return readHeaderClaim(request, header);
  if (isInQuery) return readQueryClaim(request);
  if (parameter(request, "AWSAccessKeyId") !== undefined) throw unsupportedMechanism();
  throw new S3Error("AccessDenied", "Access Denied");
};
