import type { ObjectRecord, VersionRecord } from "./record.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";

export const CONDITION_HEADERS: readonly string[] = [
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
];

function names(list: string, etag: string): boolean {
  const tags = list.split(",").map((tag) => tag.trim().replace(/^W\//, "").replaceAll('"', ""));
  return tags.includes("*") || tags.includes(etag);
}

/** True where the object is newer than the date; undefined where the date is none, which RFC 9110 ignores. */
function newerThan(date: string | undefined, record: ObjectRecord): boolean | undefined {
  const limit = Date.parse(date ?? "");
  return Number.isNaN(limit) ? undefined : Math.floor(Date.parse(record.createdAt) / 1000) * 1000 > limit;
}

function failed(condition: string): Refusal {
  const message = "At least one of the pre-conditions you specified did not hold";
  return new Refusal("PreconditionFailed", message, { Condition: condition });
}

/** What the conditions of a read come to, in the order of RFC 9110, 13.2.2; `prefix` is that of a copy's source. */
export function judgeRead(request: S3Request, record: ObjectRecord, prefix = ""): "go" | "not-modified" {
  const given = (name: string) => request.headers.get(`${prefix}${name}`);
  const match = given("if-match");
  if (match !== undefined && !names(match, record.etag)) throw failed("If-Match");
  if (match === undefined && newerThan(given("if-unmodified-since"), record) === true)
    throw failed("If-Unmodified-Since");
  const noneMatch = given("if-none-match");
  if (noneMatch !== undefined) return names(noneMatch, record.etag) ? "not-modified" : "go";
  return newerThan(given("if-modified-since"), record) === false ? "not-modified" : "go";
}

/** Refuses a write whose conditions do not hold; a delete marker leaves its key open. */
export function checkWrite(request: S3Request, current: VersionRecord | undefined): void {
  const present = current?.kind === "object" ? current : undefined;
  const noneMatch = request.headers.get("if-none-match");
  if (noneMatch !== undefined && noneMatch !== "*") {
    throw new Refusal("NotImplemented", "If-None-Match of a write takes only *.", { Header: "If-None-Match" });
  }
  if (noneMatch !== undefined && present !== undefined) throw failed("If-None-Match");
  const match = request.headers.get("if-match");
  if (match === undefined) return;
  if (present === undefined) throw new Refusal("NoSuchKey", "The specified key does not exist.");
  if (!names(match, present.etag)) throw failed("If-Match");
}
