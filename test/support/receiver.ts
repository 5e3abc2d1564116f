import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";

/** What a receiver was sent. */
export type Received = { headers: IncomingHttpHeaders; body: string; at: number };

/** Answers a request; without a call of `end` the sender waits. */
export type Reply = (answer: ServerResponse, received: Received) => void;

const usual: Reply = (answer) => answer.writeHead(204).end();

/** A receiver of webhooks on loopback. It takes everything unless told otherwise. */
export const startReceiver = async (host = "127.0.0.1") => {
  const received: Received[] = [];
  let reply = usual;
  const server = createServer((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const one = { headers: request.headers, body: Buffer.concat(chunks).toString("utf8"), at: Date.now() };
      received.push(one);
      reply(answer, one);
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
    /** Is down until `up`. */
    down: close,
    up: () => listen(port),
    close,
  };
};

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
