import { Agent, request } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";

export type Answer = {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  text: string;
  /** The JSON of the body, where its media type says so and it is. */
  json: unknown;
};

export type Outgoing = { method: string; url: string; headers: Readonly<Record<string, string>>; body?: Buffer };

export type Send = ((base: string, outgoing: Outgoing) => Promise<Answer>) & { close(): void };

/** Milliseconds after which an answer is missing: longer than any gateway lets a request take. */
const retryRuntime = 60_000;

/** Sends requests just as they are written: `fetch` would mend what is to be wrong. */
export const createSend = (): Send => {
  const agents = { plain: new Agent({ keepAlive: true }), secure: new SecureAgent({ keepAlive: true }) };
  const send = (base: string, { method, url, headers, body }: Outgoing) =>
    new Promise<Answer>((resolve, reject) => {
      const { protocol, hostname, port } = new URL(base);
      const target = { hostname, port, path: url, method, headers: { ...headers }, timeout: retryRuntime };
      if (body) target.headers["content-length"] = String(body.length);
      const outgoing =
        protocol === "https:"
          ? secureRequest({ ...target, agent: agents.secure })
          : request({ ...target, agent: agents.plain });
      outgoing.on("timeout", () => outgoing.destroy(new Error(`No answer to ${method} ${url}`)));
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => resolve(answerOf(incoming.statusCode ?? 0, incoming.headers, Buffer.concat(chunks))));
      });
      outgoing.end(body);
    });
  const close = () => {
    agents.plain.destroy();
    agents.secure.destroy();
  };
  return Object.assign(send, { close });
};

const answerOf = (status: number, all: NodeJS.Dict<string | string[]>, body: Buffer): Answer => {
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
