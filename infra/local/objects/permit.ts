import type { Caller } from "../permissions/caller.ts";
import { Refusal } from "./refusal.ts";
import { parameter, type S3Request } from "./request.ts";
import { type Authenticated, readInstant } from "./signature.ts";

/** Refuses an action on a bucket, or on one of its objects, that the caller's role or the bucket's policy does not allow. */
export type Permit = (action: string, bucket: string, key?: string) => void;

const arnOf = (bucket: string, key: string) => `arn:aws:s3:::${bucket}${key === "" ? "" : `/${key}`}`;

/**
 * What the signer of a request may do, whoever sends it. Without a caller it was signed by the store's own key, which
 * may do everything.
 */
export function permitOf(caller: Caller | undefined, { now }: S3Request, { context: { at } }: Authenticated): Permit {
  if (caller === undefined) return () => undefined;
  const context = {
    // What came over a network in plain text is refused before.
    "aws:SecureTransport": "true",
    "s3:signatureAge": String(Math.max(0, now.getTime() - readInstant(at))),
  };
  return (action, bucket, key = "") => {
    const message = caller.refused({ action: `s3:${action}`, resource: arnOf(bucket, key) }, context);
    if (message !== undefined) throw new Refusal("AccessDenied", message);
  };
}

/** The action for an object, or where a version is named, for that. */
export const versioned =
  (action: string) =>
  (request: S3Request): string =>
    parameter(request, "versionId") === undefined ? action : `${action}Version`;

/** Who may not list a bucket is not told that it holds no such object.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function hideAbsence(error: unknown, permit: Permit, bucket: string): never {
  if (error instanceof Refusal && ["NoSuchKey", "NoSuchVersion"].includes(error.code)) permit("ListBucket", bucket);
  throw error;
}
