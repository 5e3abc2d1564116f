import { createServer, type IncomingMessage } from "node:http";
import { listen } from "../../../infra/local/listen.ts";

export type Reply = { status: number; body: object };
export type ReceivedRequest = Pick<IncomingMessage, "method" | "headers"> & { path: string | undefined; body: string };

/** A service that records every request and sends one reply after the other, and none when all are sent. */
export const startReplies = async (replies: readonly Reply[]) => {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method, url: path, headers } = request;
    received.push({ method, path, headers, body: Buffer.concat(chunks).toString() });
    const reply = replies[received.length - 1];
    if (reply)
      response
        .writeHead(reply.status, { "content-type": "application/x-amz-json-1.0" })
        .end(JSON.stringify(reply.body));
  });
  const { url, close } = await listen(server, 0, "127.0.0.1");
  return { endpoint: new URL(url), received, close };
};
