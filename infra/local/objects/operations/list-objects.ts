import type { Bucket } from "../bucket.ts";
import { listHead, type Mark, prefixNodes, readListQuery, takePage } from "../listing.ts";
import type { Operation } from "../operation.ts";
import { refuseBody } from "../payload.ts";
import type { ObjectRecord } from "../record.ts";
import { Refusal } from "../refusal.ts";
import { parameter } from "../request.ts";
import { compareKeys } from "../version-index.ts";
import { renderXml, type XmlNode } from "../xml.ts";

function encodeToken({ kind, value }: Mark): string {
  return Buffer.from(`${kind}:${value}`).toString("base64url");
}

function decodeToken(token: string): Mark {
  const [, kind, value = ""] = /^(key|prefix):(.*)$/s.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (kind === "key" || kind === "prefix") return { kind, value };
  throw new Refusal("InvalidArgument", "The continuation token provided is incorrect", {
    ArgumentName: "continuation-token",
  });
}

function* currentObjects(bucket: Bucket, from: string, after: string): Generator<ObjectRecord> {
  for (const key of bucket.index.keys(from)) {
    const [current] = bucket.index.versions(key);
    if (key !== after && current?.kind === "object") yield current;
  }
}

/** ListObjectsV2: current objects in the order of their keys' bytes. */
export const listObjects: Operation = async ({ request, auth, bucket, principal }) => {
  refuseBody(request, auth);
  if (parameter(request, "list-type") !== "2")
    throw new Refusal("InvalidArgument", "Invalid list-type; only 2 is known.");
  const query = readListQuery(request);
  const token = parameter(request, "continuation-token");
  const startAfter = parameter(request, "start-after");
  const mark: Mark = token === undefined ? { kind: "key", value: startAfter ?? "" } : decodeToken(token);
  const from = compareKeys(mark.value, query.prefix) > 0 ? mark.value : query.prefix;
  const objects = currentObjects(bucket, from, mark.kind === "key" ? mark.value : "");
  const { items, prefixes, next } = takePage(objects, query, mark.kind === "prefix" ? mark.value : undefined);
  const owner: XmlNode[] = parameter(request, "fetch-owner") === "true" ? [["Owner", [["ID", principal]]]] : [];
  const contents = items.map(
    (item): XmlNode => [
      "Contents",
      [
        ["Key", query.encode(item.key)],
        ["LastModified", item.createdAt],
        ["ETag", `"${item.etag}"`],
        ["Size", String(item.size)],
        ...owner,
        ["StorageClass", "STANDARD"],
      ],
    ],
  );
  const body = renderXml("ListBucketResult", [
    ...listHead(bucket.settings.name, query, next !== undefined),
    ["KeyCount", String(items.length + prefixes.length)],
    ...(token === undefined ? [] : [["ContinuationToken", token] as const]),
    ...(startAfter === undefined ? [] : [["StartAfter", query.encode(startAfter)] as const]),
    ...(next === undefined ? [] : [["NextContinuationToken", encodeToken(next.mark)] as const]),
    ...contents,
    ...prefixNodes(query, prefixes),
  ]);
  return { status: 200, body };
};
