import type { Readable } from "node:stream";
import type { IamCaller } from "../permissions/caller.ts";
import type { LocalBucket } from "./bucket.ts";
import type { S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import type { Authenticated } from "./signature.ts";

/** The response to a request; a text body is an XML document. */
export type S3Response = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
};

/** An authorized request on an existing bucket. */
export type OperationInput = {
  readonly request: S3Request;
  readonly auth: Authenticated;
  readonly bucket: LocalBucket;
  readonly principal: string;
};

export type S3Operation = (input: OperationInput) => Promise<S3Response>;

/** Throws AccessDenied unless the caller's role and the bucket's policy allow the action on a bucket or one of its objects. */
export type Authorize = (action: string, bucket: string, key?: string) => void;

const bucketArn = (bucket: string, key: string) => `arn:aws:s3:::${bucket}${key === "" ? "" : `/${key}`}`;

/**
 * Checks what the signer of a request may do; a presigned URL carries its signer's permissions. Without a caller the
 * request was signed with the store's own key, which may do everything.
 */
export const authorizerOf = (
  caller: IamCaller | undefined,
  { now }: S3Request,
  { signedAt }: Authenticated,
): Authorize => {
  if (caller === undefined) return () => undefined;
  const context = {
    // The store listens on loopback only, which replaces TLS locally.
    "aws:SecureTransport": "true",
    "s3:signatureAge": String(Math.max(0, now.getTime() - signedAt)),
  };
  return (action, bucket, key = "") => {
    const message = caller.denialOf({ action: `s3:${action}`, resource: bucketArn(bucket, key) }, context);
    if (message !== undefined) throw new S3Error("AccessDenied", message);
  };
};

/** Rethrows; a caller that may not list the bucket gets AccessDenied instead of NoSuchKey.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const hideAbsence = (error: unknown, authorize: Authorize, bucket: string): never => {
  if (error instanceof S3Error && ["NoSuchKey", "NoSuchVersion"].includes(error.code)) authorize("ListBucket", bucket);
  throw error;
};
