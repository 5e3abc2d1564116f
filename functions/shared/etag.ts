import type { Precondition } from "../../lib/shared/precondition.ts";
import { Problem } from "../../lib/shared/problem.ts";

/** The ETag of a record is its version. */
export const etagOf = (version: number) => `"${version}"`;

const list = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/;
const tags = (value: string) => value.match(/(?:W\/)?"[\x21\x23-\x7e]*"/g) ?? [];

/** Reads `If-Match` (RFC 9110 §13.1.1). Weak tags never match. Throws `invalid-header` for anything but a list of tags. */
export const parseIfMatch = (value: string | undefined): Precondition | undefined => {
  if (value === undefined) return undefined;
  if (value.trim() === "*") return { any: true };
  if (!list.test(value))
    throw new Problem("invalid-header", {
      fieldErrors: [{ pointer: "If-Match", code: "invalid-format", values: { format: "ETag" } }],
    });
  return { versions: tags(value).flatMap((tag) => (/^"\d{1,15}"$/.test(tag) ? [Number(tag.slice(1, -1))] : [])) };
};

/** Whether `If-None-Match` (RFC 9110 §13.1.2, weak comparison) matches the ETag. */
export const isNoneMatch = (value: string | undefined, etag: string): boolean =>
  value !== undefined && (value.trim() === "*" || tags(value).some((tag) => tag.replace(/^W\//, "") === etag));
