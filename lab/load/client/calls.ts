import type { Fields } from "../records.ts";

/** A request as a client means it. `operation` is what it is counted under. */
export type Ask = {
  operation: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: object;
  headers?: Record<string, string>;
};

export type Reply = {
  status: number;
  etag: string | undefined;
  location: string | undefined;
  isReplayed: boolean;
  /** Seconds that the service asks to wait. */
  retryAfter: number | undefined;
  /** The JSON of the body; empty where there is none. */
  body: Fields;
  text: string;
};

/** How a call ended, for who counts them; status 0 is a connection cut off. */
export type Heard = { operation: string; status: number; milliseconds: number };

/** Milliseconds after which a call counts as cut off: more than the gateway's own 30 s. */
const retryRuntime = 45_000;

/** What fetch throws where there is no answer, by name: under Jest the classes are those of another realm. */
const cutOff = ["TypeError", "TimeoutError", "AbortError"];

/** Calls once; undefined where the connection was cut. */
export const callOnce = async (
  url: string,
  { operation, method, path, body, headers }: Ask,
  token: string,
  hear: (heard: Heard) => void,
): Promise<Reply | undefined> => {
  const begun = performance.now();
  const heard = (status: number) => hear({ operation, status, milliseconds: performance.now() - begun });
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  try {
    const answer = await fetch(url + path, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(retryRuntime),
      headers: { authorization: `Bearer ${token}`, ...(body ? { "content-type": type } : {}), ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    heard(answer.status);
    return replyOf(answer, text);
  } catch (error) {
    if (!cutOff.includes(String((error as { name?: unknown }).name))) throw error;
    heard(0);
    return undefined;
  }
};

const replyOf = ({ status, headers }: Response, text: string): Reply => ({
  status,
  etag: headers.get("etag") ?? undefined,
  location: headers.get("location") ?? undefined,
  isReplayed: headers.get("idempotency-replayed") === "true",
  retryAfter: headers.has("retry-after") ? Number(headers.get("retry-after")) : undefined,
  body: text.startsWith("{") ? (JSON.parse(text) as Fields) : {},
  text,
});
