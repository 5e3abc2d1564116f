import { createServer } from "node:http";

/** An empty page on another origin, like the web page of another system. */
export const startOrigin = (host = "127.0.0.1"): Promise<{ url: string; close(): Promise<void> }> =>
  new Promise((resolve, reject) => {
    const server = createServer((_, answer) => {
      answer.writeHead(200, { "content-type": "text/html" });
      answer.end("<!doctype html><title>Another system</title>");
    });
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      if (!address || typeof address === "string") return reject(new Error("No address"));
      resolve({
        url: `http://${host}:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
