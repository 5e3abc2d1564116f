import { type IncomingMessage, request as requestPlainly } from "node:http";
import { request as requestSecurely } from "node:https";
import type { FailureReason } from "../../lib/vocabulary/webhooks.ts";
import type { ReceiverResponse, WebhookRequest } from "../../lib/webhooks/attempt.ts";
import { type ReceiverPolicy, type Resolve, urlErrors } from "../../lib/webhooks/rules.ts";
import { guardedLookup, Unreachable } from "./guarded-lookup.ts";

/** Milliseconds for resolving, connecting, request and response: within the advice of Standard Webhooks. */
const responseTimeout = 15_000;
/** Bytes of the headers of a response. */
const headerMaximum = 8_192;
/** Bytes of the body that are read before the connection is closed. */
const bodyMaximum = 4_096;

/** Posts to a receiver, only to allowed addresses, without a proxy, without following redirects. */
export const createPost = (receivers: ReceiverPolicy, resolve: Resolve, timeout = responseTimeout) => {
  const lookup = guardedLookup(receivers, resolve);
  return async ({ url, headers, body }: WebhookRequest): Promise<ReceiverResponse> => {
    // An IP address as host is never looked up, and the policy may have changed since the webhook was created.
    if (urlErrors(url, receivers).length > 0) return { failed: "address" };
    const request = url.startsWith("https:") ? requestSecurely : requestPlainly;
    const signal = AbortSignal.timeout(timeout);
    const options = { method: "POST", agent: false, lookup, signal, maxHeaderSize: headerMaximum } as const;
    return new Promise((resolved) => {
      const fail = (error: Error) => resolved({ failed: signal.aborted ? "timeout" : reasonOf(error) });
      const sent = request(url, { ...options, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
      sent.on("response", (response) => {
        discardBody(response);
        resolved({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
      });
      sent.on("error", fail);
      // No response: the connection was closed or upgraded.
      sent.on("close", () => resolved({ failed: "connection" }));
      sent.end(body);
    });
  };
};

/** Discards a short body, so that the receiver does not see a reset; closes the connection at a longer one. */
const discardBody = (response: IncomingMessage) => {
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > bodyMaximum) response.destroy();
  });
  response.on("error", () => response.destroy());
};

const tlsCodes = /^(?:ERR_(?:TLS|SSL)|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|EPROTO)/;

const reasonOf = (error: Error): FailureReason => {
  if (error instanceof Unreachable) return error.reason;
  return "code" in error && tlsCodes.test(String(error.code)) ? "tls" : "connection";
};
