import { createServer } from "node:http";
import { listen } from "../../infra/local/listen.ts";

/** An empty page on another origin, like the web page of another system. */
export const startOrigin = async (host = "127.0.0.1") => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end("<!doctype html><title>Another system</title>");
  });
  const { url, close } = await listen(server, 0, host);
  const closeAll = () => {
    const closed = close();
    server.closeAllConnections();
    return closed;
  };
  return { url, close: closeAll };
};
