import type { Bucket } from "../bucket.ts";
import { commonPrefix, type ListQuery, listHead, prefixNodes, readListQuery, takePage } from "../listing.ts";
import { checkVersionId } from "../lookup.ts";
import type { Operation } from "../operation.ts";
import { refuseBody } from "../payload.ts";
import type { VersionRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { parameter } from "../request.ts";
import { compareKeys } from "../version-index.ts";
import { renderXml, type XmlNode } from "../xml.ts";

type Marker = { readonly key: string; readonly versionId: string | undefined };

/** Versions behind the marker: of its key those older than its version, or none where it names only the key. */
function* versionsAfter(bucket: Bucket, from: string, marker: Marker): Generator<VersionRecord> {
  for (const key of bucket.index.keys(from)) {
    const versions = bucket.index.versions(key);
    if (key !== marker.key) yield* versions;
    else if (marker.versionId !== undefined) {
      const at = versions.findIndex(({ versionId }) => versionId === marker.versionId);
      yield* versions.slice(at + 1);
    }
  }
}

function versionNode(bucket: Bucket, query: ListQuery, principal: string, version: VersionRecord): XmlNode {
  const [latest] = bucket.index.versions(version.key);
  const common: XmlNode[] = [
    ["Key", query.encode(version.key)],
    ["VersionId", version.versionId],
    ["IsLatest", String(version === latest)],
    ["LastModified", version.createdAt],
    ["Owner", [["ID", principal]]],
  ];
  if (version.kind === "delete-marker") return ["DeleteMarker", common];
  const bytes: XmlNode[] = [
    ["ETag", `"${version.etag}"`],
    ["Size", String(version.size)],
    ["StorageClass", "STANDARD"],
  ];
  return ["Version", [...common, ...bytes]];
}

/** ListObjectVersions: every version and delete marker, by key, the newest first. */
export const listVersions: Operation = async ({ request, auth, bucket, principal }) => {
  refuseBody(request, auth);
  const query = readListQuery(request);
  const marker = {
    key: parameter(request, "key-marker") ?? "",
    versionId: checkVersionId(parameter(request, "version-id-marker")),
  };
  if (marker.versionId !== undefined && marker.key === "") {
    throw new Refusal("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  }
  const from = compareKeys(marker.key, query.prefix) > 0 ? marker.key : query.prefix;
  const given = commonPrefix(marker.key, query) === marker.key ? marker.key : undefined;
  const { items, prefixes, next } = takePage(versionsAfter(bucket, from, marker), query, given);
  const nextMarkers: XmlNode[] =
    next === undefined
      ? []
      : [
          ["NextKeyMarker", query.encode(next.mark.value)],
          ...(next.item === undefined ? [] : [["NextVersionIdMarker", next.item.versionId] as const]),
        ];
  const body = renderXml("ListVersionsResult", [
    ...listHead(bucket.settings.name, query, next !== undefined),
    ["KeyMarker", query.encode(marker.key)],
    ["VersionIdMarker", marker.versionId ?? ""],
    ...nextMarkers,
    ...items.map((version) => versionNode(bucket, query, principal, version)),
    ...prefixNodes(query, prefixes),
  ]);
  return { status: 200, body };
};
