/** A complete HTTP request with its original bytes. */
export type RawRequest = {
  /** The operation of `X-Amz-Target`, without the prefix of the service. */
  operation: string;
  authorization: string | undefined;
  body: Buffer;
  bytes: Buffer;
};

/** Largest request line with headers, and largest body in bytes: DynamoDB accepts 16 MB. */
const headLimit = 32_768;
const bodyLimit = 16 * 1_048_576;
const headEnd = Buffer.from("\r\n\r\n");

/**
 * Reads requests from a connection. Accepts only requests as the SDK sends them, with a length and without repeated headers,
 * so that the engine cannot interpret the bytes differently.
 * @throws Error for anything else; the connection cannot be used any more.
 */
export const createRequestReader = () => {
  let buffered: Buffer = Buffer.alloc(0);
  let awaited = 0;
  const next = (): RawRequest | undefined => {
    if (buffered.length < awaited) return undefined;
    const end = buffered.indexOf(headEnd);
    if (end < 0 && buffered.length <= headLimit) return undefined;
    if (end < 0 || end > headLimit) throw new Error("The headers of a request are too large");
    const headers = readHeaders(buffered.toString("latin1", 0, end));
    const start = end + headEnd.length;
    awaited = start + lengthOf(headers);
    if (buffered.length < awaited) return undefined;
    const bytes = buffered.subarray(0, awaited);
    buffered = buffered.subarray(awaited);
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
    /** Returns the requests that these bytes complete. */
    *read(bytes: Buffer): Generator<RawRequest> {
      buffered = buffered.length === 0 ? bytes : Buffer.concat([buffered, bytes]);
      for (let request = next(); request; request = next()) yield request;
    },
  };
};

const readHeaders = (head: string): Map<string, string> => {
  const headers = new Map<string, string>();
  const [line = "", ...rest] = head.split("\r\n");
  if (!/^POST \/ HTTP\/1\.1$/.test(line)) throw new Error(`${line.slice(0, 80)} is not a request to DynamoDB`);
  for (const each of rest) {
    const [, name = "", value = ""] = /^([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(each) ?? [];
    if (name === "" || headers.has(name.toLowerCase())) throw new Error("A header is malformed or repeated");
    headers.set(name.toLowerCase(), value);
  }
  return headers;
};

const lengthOf = (headers: ReadonlyMap<string, string>): number => {
  const length = headers.get("content-length") ?? "";
  if (headers.has("transfer-encoding") || !/^\d{1,9}$/.test(length) || Number(length) > bodyLimit)
    throw new Error("A request must have a length of at most 16 MB");
  return Number(length);
};
