/** A whole HTTP request, with the bytes it came as. */
export type RawRequest = {
  /** The operation of `X-Amz-Target`, without what names the service. */
  operation: string;
  authorization: string | undefined;
  body: Buffer;
  bytes: Buffer;
};

/** Bytes of a request line with its headers, and of a body: DynamoDB takes 16 MB. */
const headLimit = 32_768;
const bodyLimit = 16 * 1_048_576;
const headEnd = Buffer.from("\r\n\r\n");

/**
 * Reads requests off a connection. Only what the SDK sends is a request: with a length, and nothing said twice that
 * two readers could take differently.
 * @throws Error for anything else; the connection is of no use then.
 */
export const createRequestReader = () => {
  let kept: Buffer = Buffer.alloc(0);
  let awaited = 0;
  const next = (): RawRequest | undefined => {
    if (kept.length < awaited) return undefined;
    const end = kept.indexOf(headEnd);
    if (end < 0 && kept.length <= headLimit) return undefined;
    if (end < 0 || end > headLimit) throw new Error("The headers of a request are too large");
    const headers = readHeaders(kept.toString("latin1", 0, end));
    const start = end + headEnd.length;
    awaited = start + lengthOf(headers);
    if (kept.length < awaited) return undefined;
    const bytes = kept.subarray(0, awaited);
    kept = kept.subarray(awaited);
    awaited = 0;
    const target = headers.get("x-amz-target") ?? "";
    return {
      operation: target.slice(target.indexOf(".") + 1),
      authorization: headers.get("authorization"),
      body: bytes.subarray(start),
      bytes,
    };
  };
  return {
    /** The requests that are whole with these bytes. */
    *read(bytes: Buffer): Generator<RawRequest> {
      kept = kept.length === 0 ? bytes : Buffer.concat([kept, bytes]);
      for (let request = next(); request; request = next()) yield request;
    },
  };
};

const readHeaders = (head: string): Map<string, string> => {
  const headers = new Map<string, string>();
  const [line = "", ...rest] = head.split("\r\n");
  if (!/^POST \/ HTTP\/1\.1$/.test(line)) throw new Error(`${line.slice(0, 80)} is no call of DynamoDB`);
  for (const each of rest) {
    const [, name = "", value = ""] = /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(each) ?? [];
    if (name === "" || headers.has(name.toLowerCase())) throw new Error("A header is malformed or there twice");
    headers.set(name.toLowerCase(), value);
  }
  return headers;
};

const lengthOf = (headers: ReadonlyMap<string, string>): number => {
  const length = headers.get("content-length") ?? "";
  if (headers.has("transfer-encoding") || !/^\d{1,9}$/.test(length) || Number(length) > bodyLimit)
    throw new Error("A request needs a length, of at most 16 MB");
  return Number(length);
};
