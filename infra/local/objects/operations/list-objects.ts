import type { LocalBucket } from "../bucket.ts";
import { renderXml, type XmlNode } from "../encoding.ts";
import type { S3Operation } from "../operation.ts";
import { rejectBody } from "../payload.ts";
import { parameter, type S3Request } from "../request.ts";
import { S3Error } from "../s3-error.ts";
import { compareKeys, type ObjectRecord, type VersionRecord } from "../versions.ts";
import { versionIdOf } from "./read-object.ts";

/** Keys in one page of a list (S3 API Reference). */
const maxKeys = 1000;

type ListQuery = { readonly prefix: string; readonly limit: number };

const invalidArgument = (name: string, message: string) =>
  new S3Error("InvalidArgument", message, { details: { ArgumentName: name } });

const readListQuery = (request: S3Request): ListQuery => {
  const keys = parameter(request, "max-keys") ?? String(maxKeys);
  if (!/^\d{1,9}$/.test(keys))
    throw invalidArgument("max-keys", "Provided max-keys not an integer or within integer range");
  return { prefix: parameter(request, "prefix") ?? "", limit: Math.min(Number(keys), maxKeys) };
};

/** Where a list starts: at its prefix, or at the key the last page ended with. */
const startKey = ({ prefix }: ListQuery, lastKey: string): string =>
  compareKeys(lastKey, prefix) > 0 ? lastKey : prefix;

/** Takes one page from ordered entries; `last` is the last entry of a page that is followed by another one. */
const takePage = <T extends { readonly key: string }>(entries: Iterable<T>, { prefix, limit }: ListQuery) => {
  const items: T[] = [];
  for (const item of entries) {
    if (!item.key.startsWith(prefix)) break;
    if (items.length >= limit) return { items, last: items.at(-1) };
    items.push(item);
  }
  return { items, last: undefined };
};

const listHead = (name: string, { prefix, limit }: ListQuery, isTruncated: boolean): XmlNode[] => [
  ["Name", name],
  ["Prefix", prefix],
  ["MaxKeys", String(limit)],
  ["IsTruncated", String(isTruncated)],
];

const encodeToken = (key: string): string => Buffer.from(`key:${key}`).toString("base64url");

const decodeToken = (token: string): string => {
  const [, key] = /^key:(.*)$/s.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (key !== undefined) return key;
  throw invalidArgument("continuation-token", "The continuation token provided is incorrect");
};

function* currentObjects(bucket: LocalBucket, from: string, lastKey: string): Generator<ObjectRecord> {
  for (const key of bucket.index.keys(from)) {
    const [current] = bucket.index.versions(key);
    if (key !== lastKey && current?.kind === "object") yield current;
  }
}

/** ListObjectsV2: current objects in the order of their keys' bytes. */
export const listObjects: S3Operation = async ({ request, auth, bucket }) => {
  rejectBody(request, auth);
  if (parameter(request, "list-type") !== "2")
    throw invalidArgument("list-type", "Invalid list-type; only 2 is supported.");
  const query = readListQuery(request);
  const token = parameter(request, "continuation-token");
  const lastKey = token === undefined ? "" : decodeToken(token);
  const { items, last } = takePage(currentObjects(bucket, startKey(query, lastKey), lastKey), query);
  const body = renderXml("ListBucketResult", [
    ...listHead(bucket.settings.name, query, last !== undefined),
    ["KeyCount", String(items.length)],
    ...(token === undefined ? [] : [["ContinuationToken", token] as const]),
    ...(last === undefined ? [] : [["NextContinuationToken", encodeToken(last.key)] as const]),
    ...items.map(
      ({ key, createdAt, etag, size }): XmlNode => [
        "Contents",
        [
          ["Key", key],
          ["LastModified", createdAt],
          ["ETag", `"${etag}"`],
          ["Size", String(size)],
          ["StorageClass", "STANDARD"],
        ],
      ],
    ),
  ]);
  return { status: 200, body };
};

type Marker = { readonly key: string; readonly versionId: string | undefined };

/** Versions after the marker: older ones of its key when it names a version, otherwise those of later keys. */
function* versionsAfter(bucket: LocalBucket, from: string, marker: Marker): Generator<VersionRecord> {
  for (const key of bucket.index.keys(from)) {
    const versions = bucket.index.versions(key);
    if (key !== marker.key) yield* versions;
    else if (marker.versionId !== undefined) {
      const at = versions.findIndex(({ versionId }) => versionId === marker.versionId);
      yield* versions.slice(at + 1);
    }
  }
}

const versionNode = (bucket: LocalBucket, principal: string, version: VersionRecord): XmlNode => {
  const [latest] = bucket.index.versions(version.key);
  const common: XmlNode[] = [
    ["Key", version.key],
    ["VersionId", version.versionId],
    ["IsLatest", String(version === latest)],
    ["LastModified", version.createdAt],
    ["Owner", [["ID", principal]]],
  ];
  if (version.kind === "delete-marker") return ["DeleteMarker", common];
  const object: XmlNode[] = [
    ["ETag", `"${version.etag}"`],
    ["Size", String(version.size)],
    ["StorageClass", "STANDARD"],
  ];
  return ["Version", [...common, ...object]];
};

/** ListObjectVersions: all versions and delete markers, by key, the newest first. */
export const listVersions: S3Operation = async ({ request, auth, bucket, principal }) => {
  rejectBody(request, auth);
  const query = readListQuery(request);
  const marker = {
    key: parameter(request, "key-marker") ?? "",
    versionId: versionIdOf(request, "version-id-marker"),
  };
  if (marker.versionId !== undefined && marker.key === "") {
    const message = "A version-id marker cannot be specified without a key marker.";
    throw invalidArgument("version-id-marker", message);
  }
  const { items, last } = takePage(versionsAfter(bucket, startKey(query, marker.key), marker), query);
  const nextMarker: XmlNode[] =
    last === undefined
      ? []
      : [
          ["NextKeyMarker", last.key],
          ["NextVersionIdMarker", last.versionId],
        ];
  const body = renderXml("ListVersionsResult", [
    ...listHead(bucket.settings.name, query, last !== undefined),
    ["KeyMarker", marker.key],
    ["VersionIdMarker", marker.versionId ?? ""],
    ...nextMarker,
    ...items.map((version) => versionNode(bucket, principal, version)),
  ]);
  return { status: 200, body };
};
