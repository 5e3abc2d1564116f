import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

/** A request to the receiver. */
export type Received = { headers: IncomingHttpHeaders; body: string; at: number };

/** Responds to a request; without a call of `end` the sender waits. */
export type Reply = (response: ServerResponse, received: Received) => void;

const usual: Reply = (response) => response.writeHead(204).end();

/** A receiver of webhooks on loopback. It responds with 204 unless a test sets another reply. */
export const startReceiver = async (host = "127.0.0.1") => {
  const received: Received[] = [];
  let reply = usual;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8"), at: Date.now() };
      received.push(one);
      reply(response, one);
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, () => resolve());
    });
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  await listen(0);
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("No address");
  const { port } = address;
  return {
    port,
    url: `http://${host}:${port}/dangbo`,
    received,
    reply: (given: Reply = usual) => {
      reply = given;
    },
    /** Closes the port until `up`. */
    down: close,
    up: () => listen(port),
    close,
  };
};

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
