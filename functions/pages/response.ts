import { createHash } from "node:crypto";
import { isNoneMatch } from "../shared/etag.ts";
import type { RawAnswer } from "../shared/operation.ts";

/**
 * Pages change at once when the record does: copies are good for seconds, and while a fresh one is fetched. Together that
 * is how long a page that was taken away may still be seen by who has a copy.
 */
const briefly = "public, max-age=15, stale-while-revalidate=30";
/** An address without a page may have one in a moment. */
const never = "no-store";

type Asking = { header(name: string): string | undefined };
type Body = {
  type: string;
  body: string;
  policy: string;
  headers?: Record<string, string>;
};

const etagFor = (body: string): string => `"${createHash("sha256").update(body).digest("base64url")}"`;

/** A page or feed with its ETag, or 304 where the reader has it. The body is its own version. */
export const pageAnswer = (request: Asking, { type, body, policy, headers = {} }: Body): { raw: RawAnswer } => {
  const etag = etagFor(body);
  const shared = { etag, "cache-control": briefly, ...headers };
  if (isNoneMatch(request.header("if-none-match"), etag.replace(/^W\//, "")))
    return { raw: { status: 304, body: "", headers: shared } };
  return { raw: { body, headers: { ...shared, "content-type": type, "content-security-policy": policy } } };
};

export const notFoundAnswer = (body: string, policy: string): { raw: RawAnswer } => ({
  raw: {
    status: 404,
    body,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": never,
      "content-security-policy": policy,
    },
  },
});
