import type { IncomingMessage, ServerResponse } from "node:http";
import { parseTarget, readAmz, readHeaders, type S3Request } from "./request.ts";

export type Received = {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly asksFirst: boolean;
  readonly requestId: string;
  readonly now: Date;
};

/** Reads an HTTP message as a request of the store; its body stays untouched until somebody wants it. */
export function receiveRequest({ message, response, asksFirst, requestId, now }: Received): S3Request {
  const target = parseTarget(message.url ?? "/");
  const headers = readHeaders(message);
  return {
    ...target,
    id: requestId,
    method: message.method ?? "GET",
    headers,
    amz: readAmz(headers, target.query),
    now,
    remoteAddress: message.socket.remoteAddress ?? "",
    encrypted: "encrypted" in message.socket,
    body() {
      if (asksFirst) response.writeContinue();
      // Whoever stops reading still has to answer, so the connection must outlive the reading.
      return message.iterator({ destroyOnReturn: false });
    },
  };
}
