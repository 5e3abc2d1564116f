import { Agent, request } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";

export type HttpResponse = {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The parsed body of a JSON media type; undefined where it is not valid JSON. */
  json: unknown;
};

export type HttpRequest = {
  method: string;
  /** Path and query. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: Buffer;
};

export type Send = ((base: string, request: HttpRequest) => Promise<HttpResponse>) & { close(): void };

/** The connection failed, or there was no response in time: whether the request took effect is unknown. */
export class NoResponse extends Error {
  constructor({ method, url }: HttpRequest, cause?: unknown) {
    super(`No response to ${method} ${url}`, { cause });
    this.name = "NoResponse";
  }
}

/** Milliseconds without a response, longer than any gateway allows. */
const responseTimeout = 60_000;

const safeMethods = ["GET", "HEAD", "OPTIONS", "TRACE"];

/**
 * Creates a client that sends requests exactly as they are written, where `fetch` would correct them. Only safe methods
 * reuse connections: a server may close an idle one at any moment, and only they can be sent again (RFC 9110, 9.2.2).
 */
export const createSend = (): Send => {
  const agents = { plain: new Agent({ keepAlive: true }), secure: new SecureAgent({ keepAlive: true }) };
  const sendOnce = (base: string, sent: HttpRequest, mayReuse: boolean) =>
    new Promise<HttpResponse | "closed">((resolve, reject) => {
      const { protocol, hostname, port } = new URL(base);
      const { method, url: path, headers, body } = sent;
      const length = body ? { "content-length": String(body.length) } : {};
      const target = { hostname, port, path, method, headers: { ...headers, ...length }, timeout: responseTimeout };
      const outgoing =
        protocol === "https:"
          ? secureRequest({ ...target, agent: mayReuse && agents.secure })
          : request({ ...target, agent: mayReuse && agents.plain });
      const fail = (error: Error) => (outgoing.reusedSocket ? resolve("closed") : reject(new NoResponse(sent, error)));
      outgoing.on("timeout", () => outgoing.destroy(new Error(`Timeout after ${responseTimeout} ms`)));
      outgoing.on("error", fail);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", fail);
        incoming.on("end", () =>
          resolve(responseOf(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks))),
        );
      });
      outgoing.end(body);
    });
  const send = async (base: string, sent: HttpRequest) => {
    const first = safeMethods.includes(sent.method) ? await sendOnce(base, sent, true) : "closed";
    const response = first === "closed" ? await sendOnce(base, sent, false) : first;
    if (response === "closed") throw new NoResponse(sent);
    return response;
  };
  const close = () => {
    agents.plain.destroy();
    agents.secure.destroy();
  };
  return Object.assign(send, { close });
};

const responseOf = (status: number, all: NodeJS.Dict<string | string[]>, body: Buffer): HttpResponse => {
  const headers = Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, [value ?? ""].flat().join(", ")]),
  );
  const text = body.toString("utf8");
  return { status, headers, text, json: /\bjson\b/.test(headers["content-type"] ?? "") ? parsed(text) : undefined };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
};

type Credentials = { clientId: string; clientSecret: string };

export const basicAuthorization = ({ clientId, clientSecret }: Credentials): string =>
  `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;

/** Requests a token by client credentials (RFC 6749, 4.4). Throws for any other response. */
export const requestToken = async (send: Send, base: string, credentials: Credentials): Promise<string> => {
  const { status, text, json } = await send(base, {
    method: "POST",
    url: "/oauth2/token",
    headers: {
      authorization: basicAuthorization(credentials),
      "content-type": "application/x-www-form-urlencoded",
    },
    body: Buffer.from("grant_type=client_credentials"),
  });
  const token = (json as { access_token?: unknown } | undefined)?.access_token;
  if (typeof token !== "string") throw new Error(`No token: ${status} ${text}`);
  return token;
};
