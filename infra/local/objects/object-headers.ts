import type { S3Request } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import type { NewObject, ObjectRecord, VersionRecord } from "./versions.ts";

/** User metadata of an object, names and values, in bytes (S3 User Guide, "Working with object metadata"). */
const maxUserMetadataBytes = 2048;

/** Headers that S3 stores with an object. */
const storedHeaders = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];
const metadataPrefix = "x-amz-meta-";

/** Whether an HTTP header can contain the value: no control characters (RFC 9110, 5.5). */
const isHeaderValue = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** Reads the headers and user metadata of an upload. */
export const readStoredHeaders = (request: S3Request): Pick<NewObject, "headers" | "metadata"> => {
  const sent = storedHeaders.flatMap((name) => {
    const value = request.headers.get(name);
    return value ? [[name, value] as const] : [];
  });
  const metadata = [...request.amz]
    .filter(([name]) => name.startsWith(metadataPrefix))
    .map(([name, value]) => [name.slice(metadataPrefix.length), value] as const);
  const invalid = metadata.find(([name, value]) => !/^[\w.-]+$/.test(name) || !isHeaderValue(value));
  if (invalid !== undefined)
    throw new S3Error("InvalidArgument", "Metadata must be valid in a header.", {
      details: { ArgumentName: invalid[0] },
    });
  const bytes = metadata.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > maxUserMetadataBytes) {
    throw new S3Error("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size");
  }
  return {
    headers: { "content-type": "binary/octet-stream", ...Object.fromEntries(sent) },
    metadata: Object.fromEntries(metadata),
  };
};

/** The version id; a bucket without versions has none. */
export const versionHeader = (record: VersionRecord, isVersioned: boolean): Record<string, string> =>
  isVersioned || record.versionId !== "null" ? { "x-amz-version-id": record.versionId } : {};

/** `x-amz-checksum-*`, where the upload had one. */
export const checksumHeader = ({ checksum }: ObjectRecord): Record<string, string> => {
  if (checksum === undefined) return {};
  return { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value, "x-amz-checksum-type": "FULL_OBJECT" };
};

/** The headers of GetObject and HeadObject. */
export const objectHeaders = (record: ObjectRecord, isVersioned: boolean): Record<string, string> => {
  const metadata = Object.entries(record.metadata).map(([name, value]) => [`${metadataPrefix}${name}`, value] as const);
  return {
    ...record.headers,
    ...Object.fromEntries(metadata),
    ...versionHeader(record, isVersioned),
    etag: `"${record.etag}"`,
    "last-modified": new Date(record.createdAt).toUTCString(),
    "accept-ranges": "bytes",
  };
};
