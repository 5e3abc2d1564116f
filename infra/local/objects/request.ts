import type { IncomingMessage } from "node:http";
import { percentDecode } from "./encoding.ts";
import { MAX_KEY_BYTES } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** A request as every part of the store sees it: one view of its headers, its path decoded once. */
export type S3Request = {
  readonly id: string;
  readonly method: string;
  /** The path as sent, decoded; SigV4 encodes it again. */
  readonly path: string;
  readonly bucket: string;
  /** Empty for a request on the bucket itself. */
  readonly key: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names in lower case; values of a repeated header joined by a comma, as SigV4 signs them. */
  readonly headers: ReadonlyMap<string, string>;
  /** The `x-amz-*` headers, and those a presigner moved into the query. */
  readonly amz: ReadonlyMap<string, string>;
  readonly now: Date;
  readonly remoteAddress: string;
  readonly encrypted: boolean;
  /** Tells a client that asked first to send, and gives the bytes of the body. */
  readonly body: () => AsyncIterable<Buffer>;
};

export type Target = Pick<S3Request, "path" | "bucket" | "key" | "query">;

/** Parameters that carry the signature itself; no operation reads them. */
export const SIGNATURE_PARAMETERS: readonly string[] = [
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
];

function parseQuery(text: string): [string, string][] {
  const decode = (part: string) => percentDecode(part.replaceAll("+", " "));
  return text
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
}

/** Reads `/bucket/key?query`. Nothing is normalised: `..` and empty segments are parts of a key like any other. */
export function parseTarget(url: string): Target {
  if (!/^\/[\x21-\x7e]*$/.test(url)) throw new Refusal("InvalidURI", "Couldn't parse the specified URI.");
  const mark = url.indexOf("?");
  const path = percentDecode(mark < 0 ? url : url.slice(0, mark));
  const slash = path.indexOf("/", 1);
  const key = slash < 0 ? "" : path.slice(slash + 1);
  if (Buffer.byteLength(key) > MAX_KEY_BYTES) throw new Refusal("KeyTooLongError", "Your key is too long.");
  return {
    path,
    bucket: slash < 0 ? path.slice(1) : path.slice(1, slash),
    key,
    query: mark < 0 ? [] : parseQuery(url.slice(mark + 1)),
  };
}

/** One value for each header name. */
export function readHeaders(message: IncomingMessage): Map<string, string> {
  return new Map(Object.entries(message.headersDistinct).map(([name, values]) => [name, (values ?? []).join(",")]));
}

/** The effective `x-amz-*` headers: those of the query, then those sent as headers. */
export function readAmz(headers: ReadonlyMap<string, string>, query: S3Request["query"]): Map<string, string> {
  const asSent = (value: string) => Buffer.from(value).toString("latin1");
  const hoisted = query.map(([name, value]) => [name.toLowerCase(), asSent(value)] as const);
  return new Map([
    ...hoisted.filter(([name]) => name.startsWith("x-amz-") && !SIGNATURE_PARAMETERS.includes(name)),
    ...[...headers].filter(([name]) => name.startsWith("x-amz-")),
  ]);
}

/** The value of a query parameter, where it is there. */
export function parameter(request: Pick<S3Request, "query">, name: string): string | undefined {
  return request.query.find(([candidate]) => candidate === name)?.[1];
}
