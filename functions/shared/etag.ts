import type { Precondition } from "../../lib/shared/precondition.ts";
import { Problem } from "../../lib/shared/problem.ts";

/** The ETag of a record is its version. */
export const etagOf = (version: number) => `"${version}"`;

const list = /^\s*(?:W\/)?"[\x21\x23-\x7e]*"(?:\s*,\s*(?:W\/)?"[\x21\x23-\x7e]*")*\s*$/;
const tags = (value: string) => value.match(/(?:W\/)?"[\x21\x23-\x7e]*"/g) ?? [];

/** The versions that a condition names, or any. Throws `invalid-header` for anything but a list of tags. */
const parseVersions = (name: string, value: string): "any" | number[] => {
  if (value.trim() === "*") return "any";
  if (!list.test(value))
    throw new Problem("invalid-header", {
      fieldErrors: [{ pointer: name, code: "invalid-format", values: { format: "ETag" } }],
    });
  return tags(value).flatMap((tag) => (/^"\d{1,15}"$/.test(tag) ? [Number(tag.slice(1, -1))] : []));
};

/**
 * Reads `If-Match` (RFC 9110 §13.1.1), in which weak tags never match, or else `If-None-Match` (§13.1.2), in which they do.
 * Throws `invalid-header`.
 */
export const parsePrecondition = (
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): Precondition | undefined => {
  if (ifMatch !== undefined) {
    const versions = parseVersions("If-Match", ifMatch);
    return versions === "any" ? { any: true } : { versions };
  }
  if (ifNoneMatch === undefined) return undefined;
  return { noneMatch: parseVersions("If-None-Match", ifNoneMatch.replaceAll(/W\/(?=")/g, "")) };
};

/** Whether `If-None-Match` (RFC 9110 §13.1.2, weak comparison) matches the ETag. */
export const isNoneMatch = (value: string | undefined, etag: string): boolean =>
  value !== undefined && (value.trim() === "*" || tags(value).some((tag) => tag.replace(/^W\//, "") === etag));
