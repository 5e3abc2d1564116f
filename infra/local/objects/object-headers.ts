import { MAX_USER_METADATA_BYTES } from "./limits.ts";
import type { ObjectRecord, VersionRecord } from "./record.ts";
import { Refusal } from "./refusal.ts";
import type { S3Request } from "./request.ts";

/** Headers that S3 keeps with an object and gives back as they were. */
const KEPT = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
const META = "x-amz-meta-";

/** True for what an HTTP header may hold: bytes that are no control characters (RFC 9110, 5.5). */
export function fitsHeader(value: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

export type KeptHeaders = Pick<ObjectRecord, "headers" | "metadata">;

/** The headers and user metadata an upload brings. */
export function readKeptHeaders(request: S3Request): KeptHeaders {
  const sent = KEPT.map((name) => [name, request.headers.get(name) ?? ""] as const).filter(([, value]) => value !== "");
  const headers = { "content-type": "binary/octet-stream", ...Object.fromEntries(sent) };
  const metadata = [...request.amz]
    .filter(([name]) => name.startsWith(META))
    .map(([name, value]) => [name.slice(META.length), value] as const);
  const odd = metadata.find(([name, value]) => !/^[\w.-]+$/.test(name) || !fitsHeader(value));
  if (odd !== undefined) throw new Refusal("InvalidArgument", "Metadata must fit a header.", { ArgumentName: odd[0] });
  const bytes = metadata.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > MAX_USER_METADATA_BYTES) {
    throw new Refusal("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
  }
  return { headers: withoutChunking(headers), metadata: Object.fromEntries(metadata) };
}

/** `aws-chunked` describes the way here, not the object. */
function withoutChunking(headers: Record<string, string>): Record<string, string> {
  const { "content-encoding": encoding, ...rest } = headers;
  const kept = (encoding ?? "")
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "aws-chunked");
  return kept.length === 0 ? rest : { ...rest, "content-encoding": kept.join(",") };
}

/** The version id as S3 shows it: only in a bucket with versions. */
export function versionHeader(record: VersionRecord, versioned: boolean): Record<string, string> {
  return versioned || record.versionId !== "null" ? { "x-amz-version-id": record.versionId } : {};
}

/** `x-amz-checksum-*` of an object, where its upload gave one. */
export function checksumHeader({ checksum }: ObjectRecord): Record<string, string> {
  if (checksum === undefined) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, "x-amz-checksum-type": "FULL_OBJECT" };
}

/** What GET and HEAD say of an object. */
export function describeObject(record: ObjectRecord, versioned: boolean): Record<string, string> {
  const metadata = Object.entries(record.metadata).map(([name, value]) => [`${META}${name}`, value] as const);
  return {
    ...record.headers,
    ...Object.fromEntries(metadata),
    ...versionHeader(record, versioned),
    etag: `"${record.etag}"`,
    "last-modified": new Date(record.createdAt).toUTCString(),
    "accept-ranges": "bytes",
  };
}
