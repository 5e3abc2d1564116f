import { setTimeout as pause } from "node:timers/promises";
import type { Api, Credentials } from "../../test/demo/api.ts";
import { createSend, type HttpResponse, NoResponse, requestToken } from "../../test/support/send.ts";
import { apiOver } from "../support/api.ts";
import { type Fields, has } from "./records.ts";
import type { Site } from "./site.ts";

/** A request of a client; `operation` is the name it is counted by. */
export type LoadRequest = {
  operation: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: object;
  headers?: Record<string, string>;
};

export type LoadResponse = {
  status: number;
  etag: string | undefined;
  location: string | undefined;
  isReplayed: boolean;
  /** Seconds of Retry-After. */
  retryAfter: number | undefined;
  /** The JSON of the body; empty without one. */
  body: Fields;
  text: string;
};

/** The result of one call; status 0 means no response. */
export type CallResult = { operation: string; status: number; milliseconds: number };

const send = createSend();

/** Sends once; undefined without a response. */
export const sendOnce = async (
  url: string,
  { operation, method, path, body, headers }: LoadRequest,
  token: string,
  count: (result: CallResult) => void,
): Promise<LoadResponse | undefined> => {
  const begun = performance.now();
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const response = await send(url, {
    method,
    url: path,
    headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": type } : {}), ...headers },
    ...(body ? { body: Buffer.from(JSON.stringify(body)) } : {}),
  }).catch((error: unknown) => {
    if (error instanceof NoResponse) return undefined;
    throw error;
  });
  count({ operation, status: response?.status ?? 0, milliseconds: performance.now() - begun });
  return response && responseOf(response);
};

const responseOf = ({ status, headers, text }: HttpResponse): LoadResponse => ({
  status,
  etag: headers.etag,
  location: headers.location,
  isReplayed: headers["idempotency-replayed"] === "true",
  retryAfter: headers["retry-after"] === undefined ? undefined : Number(headers["retry-after"]),
  body: text.startsWith("{") ? (JSON.parse(text) as Fields) : {},
  text,
});

/** Connects a client to a running service. The API throws for a status of 400 or above. */
export const connect = async (url: string, credentials: Credentials): Promise<Api> => {
  const token = await requestToken(send, url, credentials);
  return apiOver(async (method, path, parts = {}) => {
    const response = await sendOnce(url, { operation: method, method, path, ...parts }, token, () => undefined);
    if (!response || response.status >= 400)
      throw new Error(`${method} ${path} returned ${response?.status}: ${response?.text}`);
    return response;
  });
};

export const tokenOf = (url: string, credentials: Credentials): Promise<string> => requestToken(send, url, credentials);

/** Uploads bytes to a presigned URL; false where it has expired or there was no response. */
export const uploadTo = async (target: { url: string; headers: Record<string, string> }, bytes: Buffer) => {
  const { origin, pathname, search } = new URL(target.url);
  const upload = { method: "PUT", url: pathname + search, headers: target.headers, body: bytes };
  const status = await send(origin, upload).then(
    (response) => response.status,
    () => 0,
  );
  // 412: an earlier attempt has stored them.
  return (status >= 200 && status < 300) || status === 412;
};

/** A client that retries until it has a final response. */
export type RetryingClient = ReturnType<typeof createRetryingClient>;

export type ClientSettings = {
  site: Pick<Site, "url" | "open">;
  credentials: Credentials;
  count(result: CallResult): void;
  /** Reports a response that no client should get. */
  fault(text: string): void;
};

/** Milliseconds after which a request without a final response is a fault: longer than any start of the service. */
const requestDeadline = 300_000;
/** Milliseconds between attempts after a conflict or a lost connection. */
const retryPause = 30;

const isConflict = ({ status, body }: LoadResponse) => status === 409 && body.code === "write-conflict";
const isFinal = (response: LoadResponse | undefined): response is LoadResponse =>
  response !== undefined && response.status < 500 && response.status !== 429 && !isConflict(response);

export const createRetryingClient = ({ site, credentials, count, fault }: ClientSettings) => {
  let token: string | undefined;
  const attempt = async (request: LoadRequest): Promise<LoadResponse | undefined> => {
    await site.open();
    token ??= await requestToken(send, site.url, credentials).catch(() => undefined);
    if (token === undefined) return undefined;
    const response = await sendOnce(site.url, request, token, count);
    if (response?.status !== 401) return response;
    // Tokens expire after an hour.
    token = undefined;
    return undefined;
  };
  const pauseAfter = async (response: LoadResponse | undefined, { method, path }: LoadRequest) => {
    if (response === undefined) return pause(retryPause);
    const { status, retryAfter, text, body } = response;
    const description = `${method} ${path} returned ${status}: ${text.slice(0, 300)}`;
    if (status >= 500 && status !== 503) fault(description);
    // Rejections by the gateway itself have no code and no Retry-After.
    if ((status === 503 || status === 429) && retryAfter === undefined && body.code !== undefined)
      fault(`Without Retry-After: ${description}`);
    return pause(status === 409 ? retryPause : 1_000 * (retryAfter ?? 1));
  };
  type Attempt = { response: LoadResponse | undefined; request: LoadRequest };
  const untilFinal = async (next: () => Promise<Attempt>): Promise<LoadResponse> => {
    const deadline = Date.now() + requestDeadline;
    for (;;) {
      const { response, request } = await next();
      if (isFinal(response)) return response;
      if (Date.now() > deadline)
        throw new Error(`${request.method} ${request.path} has no final response: ${JSON.stringify(response)}`);
      await pauseAfter(response, request);
    }
  };
  const repeat = (request: LoadRequest) => untilFinal(async () => ({ response: await attempt(request), request }));
  const atCurrentVersion = (
    href: string,
    operation: string,
    next: (current: LoadResponse) => LoadRequest | undefined,
  ) =>
    untilFinal(async () => {
      const read = { operation: `${operation} (read)`, method: "GET", path: href } as const;
      const current = await repeat(read);
      const request = current.status === 200 ? next(current) : undefined;
      if (!request) return { response: current, request: read };
      const response = await attempt(request);
      return { response: response?.status === 412 ? undefined : response, request };
    });
  return {
    /** Repeats the same request: a GET, a PUT, a POST with its key. */
    repeat,
    /** PATCHes until the record has the values of `patchOf`, which returns undefined where nothing is to do. */
    change: (path: string, operation: string, patchOf: (record: Fields) => Fields | undefined): Promise<LoadResponse> =>
      atCurrentVersion(path, operation, ({ body, etag = "" }) => {
        const patch = patchOf(body);
        if (!patch || has(body, patch)) return undefined;
        return { operation, method: "PATCH", path, body: patch, headers: { "if-match": etag } };
      }),
    /** DELETEs until the record is gone or the deletion is rejected. */
    remove: async (path: string, operation: string): Promise<LoadResponse> => {
      let wasSent = false;
      const response = await atCurrentVersion(path, operation, ({ etag = "" }) => {
        wasSent = true;
        return { operation, method: "DELETE", path, headers: { "if-match": etag } };
      });
      if (!wasSent) fault(`${path} was to be deleted and returned ${response.status}`);
      return response;
    },
  };
};
