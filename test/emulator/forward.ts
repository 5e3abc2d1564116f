import { createServer, type IncomingMessage, request as send } from "node:http";
import { type LocalServer, listen } from "../../infra/local/listen.ts";

/** The path and headers of a request as they are sent on. */
export type Rewritten = { path: string; headers: IncomingMessage["headers"] };

/** Forwards requests on a free loopback port to another one; the bodies pass unread. */
export const startForwarder = (
  port: number,
  rewrite: (path: string, headers: IncomingMessage["headers"]) => Rewritten,
): Promise<LocalServer> => {
  const server = createServer((request, response) => {
    const { path, headers } = rewrite(request.url ?? "/", request.headers);
    const forwarded = send({ host: "127.0.0.1", port, method: request.method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    // The caller sees a cut connection, as it would without the forwarder.
    forwarded.on("error", () => response.destroy());
    request.pipe(forwarded);
  });
  return listen(server, 0, "127.0.0.1");
};
