import { once } from "node:events";
import { Server as HttpServer } from "node:http";
import type { Server } from "node:net";

export type LocalServer = { url: string; port: number; close(): Promise<void> };

/** Starts to listen; port 0 takes a free one. Closing waits for running requests. */
export const listen = async (server: Server, port: number, host: string): Promise<LocalServer> => {
  server.listen(port, host);
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        if (server instanceof HttpServer) server.closeIdleConnections();
      }),
  };
};
