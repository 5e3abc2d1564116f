import type { S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import type { ObjectRecord, VersionRecord } from "./versions.ts";

export const conditionHeaders: readonly string[] = [
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
];

const matches = (list: string, etag: string): boolean => {
  const tags = list.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));
  return tags.includes("*") || tags.includes(etag);
};

/** Undefined for an invalid date, which RFC 9110 ignores. */
const isNewerThan = (date: string | undefined, record: ObjectRecord): boolean | undefined => {
  const limit = Date.parse(date ?? "");
  return Number.isNaN(limit) ? undefined : Math.floor(Date.parse(record.createdAt) / 1000) * 1000 > limit;
};

const preconditionFailed = (condition: string): S3Error =>
  new S3Error("PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    details: { Condition: condition },
  });

/** Evaluates the conditions of a read in the order of RFC 9110, 13.2.2; throws PreconditionFailed. */
export const isNotModified = ({ headers }: S3Request, record: ObjectRecord): boolean => {
  const match = headers.get("if-match");
  if (match !== undefined && !matches(match, record.etag)) throw preconditionFailed("If-Match");
  if (match === undefined && isNewerThan(headers.get("if-unmodified-since"), record) === true)
    throw preconditionFailed("If-Unmodified-Since");
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== undefined) return matches(noneMatch, record.etag);
  return isNewerThan(headers.get("if-modified-since"), record) === false;
};

/** Rejects a write whose conditions fail; a key whose current version is a delete marker counts as absent. */
export const checkWriteConditions = ({ headers }: S3Request, current: VersionRecord | undefined): void => {
  const existing = current?.kind === "object" ? current : undefined;
  const noneMatch = headers.get("if-none-match");
  if (noneMatch !== undefined && noneMatch !== "*") {
    const message = "The If-None-Match header of a write accepts only *.";
    throw new S3Error("NotImplemented", message, { details: { Header: "If-None-Match" } });
  }
  if (noneMatch !== undefined && existing !== undefined) throw preconditionFailed("If-None-Match");
  const match = headers.get("if-match");
  if (match === undefined) return;
  if (existing === undefined) throw new S3Error("NoSuchKey", "The specified key does not exist.");
  if (!matches(match, existing.etag)) throw preconditionFailed("If-Match");
};
