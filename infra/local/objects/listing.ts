import { formEncode } from "./encoding.ts";
import { MAX_KEYS } from "./limits.ts";
import { Refusal } from "./refusal.ts";
import { parameter, type S3Request } from "./request.ts";
import type { XmlNode } from "./xml.ts";

/** What every list may be asked for. `encode` writes keys as the caller wants them. */
export type ListQuery = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  readonly encode: (key: string) => string;
};

/** Where a page ended: at an entry's key or at a common prefix. */
export type Mark = { readonly kind: "key" | "prefix"; readonly value: string };

export type Page<T> = {
  readonly items: readonly T[];
  readonly prefixes: readonly string[];
  /** The last of the page; only where more follows. */
  readonly next: { readonly mark: Mark; readonly item: T | undefined } | undefined;
};

export function readListQuery(request: S3Request): ListQuery {
  const keys = parameter(request, "max-keys") ?? String(MAX_KEYS);
  if (!/^\d{1,9}$/.test(keys)) {
    throw new Refusal("InvalidArgument", "Provided max-keys not an integer or within integer range", {
      ArgumentName: "max-keys",
    });
  }
  const encoding = parameter(request, "encoding-type");
  if (encoding !== undefined && encoding !== "url") {
    throw new Refusal("InvalidArgument", "Invalid Encoding Method specified in Request", {
      ArgumentName: "encoding-type",
    });
  }
  return {
    prefix: parameter(request, "prefix") ?? "",
    delimiter: parameter(request, "delimiter") ?? "",
    limit: Math.min(Number(keys), MAX_KEYS),
    encode: encoding === "url" ? formEncode : (key) => key,
  };
}

/** The prefix a key is rolled up in, if any. */
export function commonPrefix(key: string, { prefix, delimiter }: ListQuery): string | undefined {
  const at = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

/** Takes one page from ordered entries that begin at or after the prefix; `after` is a prefix already given. */
export function takePage<T extends { readonly key: string }>(
  entries: Iterable<T>,
  query: ListQuery,
  after?: string,
): Page<T> {
  const items: T[] = [];
  const prefixes: string[] = [];
  let last: Page<T>["next"];
  for (const item of entries) {
    if (!item.key.startsWith(query.prefix)) break;
    const rolled = commonPrefix(item.key, query);
    if (rolled !== undefined && (rolled === after || rolled === prefixes.at(-1))) continue;
    if (items.length + prefixes.length >= query.limit) return { items, prefixes, next: last };
    if (rolled === undefined) items.push(item);
    else prefixes.push(rolled);
    last = {
      mark: { kind: rolled === undefined ? "key" : "prefix", value: rolled ?? item.key },
      item: rolled === undefined ? item : undefined,
    };
  }
  return { items, prefixes, next: undefined };
}

/** The elements every list begins with. */
export function listHead(name: string, query: ListQuery, truncated: boolean): XmlNode[] {
  return [
    ["Name", name],
    ["Prefix", query.encode(query.prefix)],
    ...(query.delimiter === "" ? [] : [["Delimiter", query.encode(query.delimiter)] as const]),
    ["MaxKeys", String(query.limit)],
    ...(query.encode === formEncode ? [["EncodingType", "url"] as const] : []),
    ["IsTruncated", String(truncated)],
  ];
}

export function prefixNodes(query: ListQuery, prefixes: readonly string[]): XmlNode[] {
  return prefixes.map((prefix) => ["CommonPrefixes", [["Prefix", query.encode(prefix)]]]);
}
