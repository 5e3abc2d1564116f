import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Reply } from "./operation.ts";
import type { Refusal } from "./refusal.ts";
import { renderXml, type XmlNode } from "./xml.ts";

/** What every answer to one request carries, and what an error names. */
export type Envelope = {
  readonly requestId: string;
  readonly resource: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The answer that tells a client of a refusal, as an S3 error document where the answer may have a body. */
export function refusalReply(refusal: Refusal, { requestId, resource, method }: Envelope): Reply {
  const { status, headers, code, message, details } = refusal;
  if (method === "HEAD" || status === 304) return { status, headers };
  const nodes: XmlNode[] = [
    ["Code", code],
    ["Message", message],
    ...Object.entries(details),
    ["Resource", resource],
    ["RequestId", requestId],
    ["HostId", requestId],
  ];
  return { status, headers, body: renderXml("Error", nodes, false) };
}

/** Sends an answer; a stream cut off on either side ends the connection. */
export async function send(response: ServerResponse, reply: Reply, envelope: Envelope): Promise<void> {
  const { requestId } = envelope;
  const ids = { "x-amz-request-id": requestId, "x-amz-id-2": requestId };
  response.statusCode = reply.status;
  response.setHeaders(new Map(Object.entries({ ...envelope.headers, ...ids, ...reply.headers })));
  if (reply.body instanceof Readable) {
    await pipeline(reply.body, response);
    return;
  }
  if (reply.body !== undefined) response.setHeader("content-type", "application/xml");
  response.end(reply.body);
}
