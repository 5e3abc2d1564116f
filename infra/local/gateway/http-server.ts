import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { codeOf } from "../errors.ts";
import { createHostCheck, hostOf } from "../hosts.ts";
import { type LocalServer, listen } from "../listen.ts";
import { type Gateway, gatewayLimits } from "./gateway.ts";
import { type GatewayResponse, gatewayResponse } from "./response.ts";

/** `localhost` can resolve to either loopback address. */
const addressesOf = (host: string) => (host === "localhost" ? ["127.0.0.1", "::1"] : [host]);

/** Attempts to find a port that is free on all addresses: what is free on one may be in use on another. */
const portAttempts = 10;

/** Listens on all addresses at one port; port 0 takes one that is free on all of them. Throws when the port is in use. */
export const listenOnAll = async (
  addresses: readonly string[],
  port: number,
  start: (port: number, address: string) => Promise<LocalServer>,
): Promise<[LocalServer, ...LocalServer[]]> => {
  for (let attempt = 1; ; attempt += 1) {
    const open: LocalServer[] = [];
    let inUse: string | undefined;
    for (const address of addresses) {
      const chosen = open[0]?.port ?? port;
      const started = await start(chosen, address).catch((error: unknown) => {
        if (codeOf(error) === "EADDRINUSE") inUse = `Port ${chosen} of ${address} is already in use`;
        // A machine without IPv6 has only one loopback address.
        else if (address !== "::1" || open.length === 0) throw error;
      });
      if (started) open.push(started);
    }
    const [first, ...others] = open;
    if (first && inUse === undefined) return [first, ...others];
    await Promise.all(open.map((each) => each.close()));
    if (port !== 0 || attempt === portAttempts) throw new Error(`${inUse}; set PORT to another port`);
  }
};

/** Starts to listen, so that the port is known; port 0 takes a free one. Throws when the port is in use. */
export const startGatewayServer = async (host: string, port: number) => {
  let gateway: Gateway = async () => gatewayResponse(503, "The service is starting", { "retry-after": "1" });
  const isOwnHost = createHostCheck(host);
  let closing = false;
  const servers: Server[] = [];
  const start = (chosen: number, address: string) => {
    // Above the limit of the gateway, which has its own response.
    const server = createServer({ maxHeaderSize: 4 * gatewayLimits.headBytes }, (request, response) => {
      if (closing) response.setHeader("connection", "close");
      serve(isOwnHost(hostOf(request)) ? gateway : misdirected, request)
        .then((gatewayResponse) => send(request, response, gatewayResponse))
        // The client has disconnected.
        .catch(() => response.destroy());
    });
    server.requestTimeout = gatewayLimits.milliseconds;
    server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
      if (!socket.writable) return;
      const tooLong = error.code === "HPE_HEADER_OVERFLOW";
      socket.end(
        `HTTP/1.1 ${tooLong ? "431 Request Header Fields Too Large" : "400 Bad Request"}\r\nconnection: close\r\n\r\n`,
      );
    });
    servers.push(server);
    return listen(server, chosen, address);
  };
  const open = await listenOnAll(addressesOf(host), port, start);
  return {
    port: open[0].port,
    /** Starts to serve requests; before that every response is 503. */
    open(opened: Gateway): void {
      gateway = opened;
    },
    /** Accepts no more requests and waits for running ones, at most for the time limit of a request. */
    async close(): Promise<void> {
      if (closing) return;
      closing = true;
      const timer = setTimeout(() => {
        for (const server of servers) server.closeAllConnections();
      }, gatewayLimits.milliseconds);
      await Promise.all(open.map((each) => each.close()));
      clearTimeout(timer);
    },
  };
};

/** RFC 9110 §15.5.20. */
const misdirected: Gateway = async () =>
  gatewayResponse(421, "The Host header does not name this service: use localhost, or the address that HOST sets");

const serve = (gateway: Gateway, request: IncomingMessage): Promise<GatewayResponse> => {
  return gateway({
    method: request.method ?? "GET",
    url: request.url ?? "/",
    headers: pairs(request.rawHeaders),
    sourceIp: request.socket.remoteAddress ?? "",
    readBody: () => readBody(request),
  });
};

const pairs = (raw: readonly string[]) =>
  Array.from({ length: raw.length / 2 }, (_, at) => [raw[2 * at] ?? "", raw[2 * at + 1] ?? ""] as const);

/** Always reads to the end: a client that is still sending would not read the response. */
const readBody = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= gatewayLimits.bodyBytes) chunks.push(chunk);
  }
  return size > gatewayLimits.bodyBytes ? undefined : Buffer.concat(chunks);
};

const send = async (
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: GatewayResponse,
): Promise<void> => {
  if (!request.readableEnded) {
    request.resume();
    await finished(request);
  }
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, { ...headers, ...(bodiless ? {} : { "content-length": body.length }) });
  response.end(bodiless ? undefined : body);
};
