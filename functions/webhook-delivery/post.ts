import { type IncomingMessage, request as requestPlainly } from "node:http";
import { request as requestSecurely } from "node:https";
import type { FailureReason } from "../../lib/vocabulary/webhooks.ts";
import type { ReceiverResponse } from "../../lib/webhooks/attempt.ts";
import type { WebhookRequest } from "../../lib/webhooks/attempt.ts";
import type { ReceiverPolicy } from "../../lib/webhooks/rules.ts";
import { type Resolve, urlErrors } from "../../lib/webhooks/rules.ts";
import { guardedLookup, Unreachable } from "./guarded-lookup.ts";

/** Milliseconds for a request and its answer, resolving and connecting included: within what Standard Webhooks advises. */
const answerTimeout = 15_000;
/** Bytes of an answer's headers, and those of its body that are read before we hang up. */
const headerMaximum = 8_192;
const bodyMaximum = 4_096;

/** Posts a change to a receiver: to the addresses that are allowed only, through no proxy, following no redirect. */
export const createPost = (receivers: ReceiverPolicy, resolve: Resolve, timeout = answerTimeout) => {
  const lookup = guardedLookup(receivers, resolve);
  return async ({ url, headers, body }: WebhookRequest): Promise<ReceiverResponse> => {
    // An address in place of a name is never looked up; and what is allowed may have changed since the webhook was made.
    if (urlErrors(url, receivers).length > 0) return { failed: "address" };
    const request = url.startsWith("https:") ? requestSecurely : requestPlainly;
    const signal = AbortSignal.timeout(timeout);
    const options = { method: "POST", agent: false, lookup, signal, maxHeaderSize: headerMaximum } as const;
    return new Promise((answered) => {
      const fail = (error: Error) => answered({ failed: signal.aborted ? "timeout" : reasonOf(error) });
      const sent = request(url, { ...options, headers: { ...headers, "content-length": Buffer.byteLength(body) } });
      sent.on("response", (response) => {
        hangUp(response);
        answered({ status: response.statusCode ?? 0, retryAfter: response.headers["retry-after"] });
      });
      sent.on("error", fail);
      // Without an answer after all: the connection ended, or was to become something else.
      sent.on("close", () => answered({ failed: "connection" }));
      sent.end(body);
    });
  };
};

/** Reads on a little, so that a receiver that says a few words sees no broken connection. What they are is nobody's business. */
const hangUp = (response: IncomingMessage) => {
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
