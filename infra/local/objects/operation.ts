import type { Readable } from "node:stream";
import type { Bucket } from "./bucket.ts";
import type { Permit } from "./permit.ts";
import type { S3Request } from "./request.ts";
import type { Authenticated } from "./signature.ts";

/** An answer; a text body is an XML document. */
export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
};

/** An authenticated request on a bucket that is there. */
export type Call = {
  readonly request: S3Request;
  readonly auth: Authenticated;
  readonly bucket: Bucket;
  /** Another bucket of the store; NoSuchBucket where it is not there. */
  readonly bucketNamed: (name: string) => Bucket;
  readonly principal: string;
  /** What is asked beside the operation itself: of other keys, or of another bucket. */
  readonly permit: Permit;
};

export type Operation = (call: Call) => Promise<Reply>;
