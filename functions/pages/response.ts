import { createHash } from "node:crypto";
import { isNoneMatch } from "../shared/etag.ts";
import type { RawResponse } from "../shared/operation.ts";

/** Caches may show a page for at most 45 seconds after it was changed or unpublished. */
const shortCache = "public, max-age=15, stale-while-revalidate=30";
type ConditionalRequest = { header(name: string): string | undefined };
type Body = {
  type: string;
  body: string;
  policy: string;
  headers?: Record<string, string>;
};

const etagFor = (body: string): string => `"${createHash("sha256").update(body).digest("base64url")}"`;

/** A page or feed with an ETag of its content, or 304. */
export const pageResponse = (
  request: ConditionalRequest,
  { type, body, policy, headers = {} }: Body,
): { raw: RawResponse } => {
  const etag = etagFor(body);
  const shared = { etag, "cache-control": shortCache, ...headers };
  if (isNoneMatch(request.header("if-none-match"), etag.replace(/^W\//, "")))
    return { raw: { status: 304, body: "", headers: shared } };
  return { raw: { body, headers: { ...shared, "content-type": type, "content-security-policy": policy } } };
};
