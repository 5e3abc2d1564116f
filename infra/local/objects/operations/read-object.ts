import type { LocalBucket } from "../bucket.ts";
import { isNotModified } from "../conditions.ts";
import { checksumHeader, objectHeaders, versionHeader } from "../object-headers.ts";
import type { OperationInput, S3Operation } from "../operation.ts";
import { rejectBody } from "../payload.ts";
import { parameter, type S3Request } from "../request.ts";
import { S3Error } from "../s3-error.ts";
import type { ObjectRecord } from "../versions.ts";

/** First and last byte, both included. */
type ByteRange = { readonly start: number; readonly end: number };

/**
 * Parses a Range header against the size of the object; throws InvalidRange past its end. Undefined means the complete
 * object: without a header, in an unknown form (RFC 9110, 14.2) and for several ranges, which S3 does not serve.
 */
const parseRange = (header: string | undefined, size: number): ByteRange | undefined => {
  const [matched, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (matched === undefined || (first === "" && last === "")) return undefined;
  if (first !== "" && last !== "" && Number(first) > Number(last)) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (start >= size || (first === "" && Number(last) === 0)) {
    throw new S3Error("InvalidRange", "The requested range is not satisfiable", {
      details: { RangeRequested: matched, ActualObjectSize: String(size) },
      headers: { "content-range": `bytes */${size}` },
    });
  }
  return { start, end };
};

/** The `versionId` parameter; throws InvalidArgument where it cannot be a version id. */
export const versionIdOf = (request: S3Request, name = "versionId"): string | undefined => {
  const versionId = parameter(request, name);
  if (versionId !== undefined && !/^([\w.-]{32}|null)$/.test(versionId))
    throw new S3Error("InvalidArgument", "Invalid version id specified", { details: { ArgumentName: "versionId" } });
  return versionId;
};

/** The current object of the key, or the requested version. */
const findObject = (bucket: LocalBucket, key: string, versionId: string | undefined): ObjectRecord => {
  const versions = bucket.index.versions(key);
  const found = versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);
  if (found?.kind === "object") return found;
  const marker = found && { "x-amz-delete-marker": "true", ...versionHeader(found, bucket.settings.versioned) };
  const details = { Key: key };
  if (versionId === undefined)
    throw new S3Error("NoSuchKey", "The specified key does not exist.", {
      details,
      ...(marker && { headers: marker }),
    });
  if (marker === undefined) throw new S3Error("NoSuchVersion", "The specified version does not exist.", { details });
  throw new S3Error("MethodNotAllowed", "The specified method is not allowed against this resource.", {
    details: { ResourceType: "DeleteMarker" },
    headers: { ...marker, allow: "DELETE" },
  });
};

const headersOf = ({ request, bucket }: OperationInput, record: ObjectRecord) => {
  const common = objectHeaders(record, bucket.settings.versioned);
  if (isNotModified(request, record)) {
    const { etag = "", "last-modified": modified = "" } = common;
    throw new S3Error("NotModified", "Not Modified", { headers: { etag, "last-modified": modified } });
  }
  const range = parseRange(request.headers.get("range"), record.size);
  const isPartial = range !== undefined;
  const showsChecksum = !isPartial && request.amz.get("x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  return {
    status: isPartial ? 206 : 200,
    range,
    headers: {
      ...common,
      ...(showsChecksum ? checksumHeader(record) : {}),
      ...(isPartial ? { "content-range": `bytes ${range.start}-${range.end}/${record.size}` } : {}),
      "content-length": String(isPartial ? range.end - range.start + 1 : record.size),
    },
  };
};

/** HeadObject. */
export const headObject: S3Operation = async (input) => {
  const { request, auth, bucket } = input;
  rejectBody(request, auth);
  const { status, headers } = headersOf(input, findObject(bucket, request.key, versionIdOf(request)));
  return { status, headers };
};

/** GetObject: streams the object, or one range of it, from disk. */
export const getObject: S3Operation = async (input) => {
  const { request, auth, bucket } = input;
  rejectBody(request, auth);
  const versionId = versionIdOf(request);
  const { record, bytes } = await bucket.open(request.key, () => findObject(bucket, request.key, versionId));
  try {
    const { status, headers, range } = headersOf(input, record);
    return { status, headers, body: bytes.createReadStream(range ?? {}) };
  } catch (error) {
    await bytes.close();
    throw error;
  }
};
