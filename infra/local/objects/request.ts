import type { IncomingMessage, ServerResponse } from "node:http";
import { percentDecode } from "./encoding.ts";
import { S3Error } from "./s3-error.ts";

/** Longest key in bytes of UTF-8 (S3 User Guide, "Object key naming guidelines"). */
const maxKeyBytes = 1024;

/** A request to the store: its path decoded once, one value for each header. */
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
  /** Sends 100 Continue to a client that waits for it, and returns the bytes of the body. */
  readonly body: () => AsyncIterable<Buffer>;
};

/** Query parameters that carry the signature; no operation reads them. */
const signatureParameters: readonly string[] = [
  "x-amz-algorithm",
  "x-amz-credential",
  "x-amz-date",
  "x-amz-expires",
  "x-amz-security-token",
  "x-amz-signature",
  "x-amz-signedheaders",
];

const parseQuery = (text: string): [string, string][] => {
  const decode = (part: string) => percentDecode(part.replaceAll("+", " "));
  return text
    .split("&")
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? [decode(part), ""] : [decode(part.slice(0, at)), decode(part.slice(at + 1))];
    });
};

/** Parses `/bucket/key?query`. Nothing is normalised: `..` and empty segments are part of the key. */
export const parseTarget = (url: string): Pick<S3Request, "path" | "bucket" | "key" | "query"> => {
  if (!/^\/[\x21-\x7e]*$/.test(url)) throw new S3Error("InvalidURI", "Couldn't parse the specified URI.");
  const mark = url.indexOf("?");
  const path = percentDecode(mark < 0 ? url : url.slice(0, mark));
  const slash = path.indexOf("/", 1);
  const key = slash < 0 ? "" : path.slice(slash + 1);
  if (Buffer.byteLength(key) > maxKeyBytes) throw new S3Error("KeyTooLongError", "Your key is too long.");
  return {
    path,
    bucket: slash < 0 ? path.slice(1) : path.slice(1, slash),
    key,
    query: mark < 0 ? [] : parseQuery(url.slice(mark + 1)),
  };
};

const readHeaders = (message: IncomingMessage): Map<string, string> =>
  new Map(Object.entries(message.headersDistinct).map(([name, values]) => [name, (values ?? []).join(",")]));

/** The effective `x-amz-*` headers: those of the query, overridden by those sent as headers. */
const readAmz = (headers: ReadonlyMap<string, string>, query: S3Request["query"]): Map<string, string> => {
  const asSent = (value: string) => Buffer.from(value).toString("latin1");
  const hoisted = query.map(([name, value]) => [name.toLowerCase(), asSent(value)] as const);
  return new Map([
    ...hoisted.filter(([name]) => name.startsWith("x-amz-") && !signatureParameters.includes(name)),
    ...[...headers].filter(([name]) => name.startsWith("x-amz-")),
  ]);
};

/** The value of a query parameter, if present. */
export const parameter = (request: Pick<S3Request, "query">, name: string): string | undefined =>
  request.query.find(([candidate]) => candidate === name)?.[1];

export type Exchange = {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** The client sent `Expect: 100-continue`. */
  readonly expectsContinue: boolean;
};

/** Reads an HTTP message; its body is not read before an operation asks for it. */
export const readRequest = ({ message, response, expectsContinue }: Exchange, id: string, now: Date): S3Request => {
  const target = parseTarget(message.url ?? "/");
  const headers = readHeaders(message);
  return {
    ...target,
    id,
    method: message.method ?? "GET",
    headers,
    amz: readAmz(headers, target.query),
    now,
    remoteAddress: message.socket.remoteAddress ?? "",
    body() {
      if (expectsContinue) response.writeContinue();
      // The connection must survive an aborted read: the response is still to be sent.
      return message.iterator({ destroyOnReturn: false });
    },
  };
};
