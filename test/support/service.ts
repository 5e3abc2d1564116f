import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalOptions } from "../../infra/local/options.ts";
import { type LocalService, startLocal } from "../../infra/local/service.ts";
import { type Credentials, connect, fetchToken, localAdmin } from "../demo/api.ts";
import { sharedAssembly } from "./assembly.ts";
import { isRetriedTimeout } from "./busy-machine.ts";

export type Answer = {
  status: number;
  headers: Headers;
  /** Parsed JSON, text when the body is not JSON, undefined without a body. */
  body: unknown;
};

export type Call = {
  token?: string | undefined;
  body?: unknown;
  /** A raw body instead of JSON. */
  raw?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
};

export type TestService = {
  url: string;
  state: string;
  /** A token of the first client. */
  admin: string;
  token(credentials: Credentials): Promise<string>;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  api: Awaited<ReturnType<typeof connect>>;
  close(): Promise<void>;
};

/** A local service on free ports; closing it deletes its state and fails for unexpected log lines. */
export const startService = async (options: Pick<LocalOptions, "loopbackWebhooks"> = {}): Promise<TestService> => {
  const state = mkdtempSync(join(tmpdir(), "dangbo-service-"));
  const logged: string[] = [];
  const local: LocalService = await startLocal({
    ...options,
    assembly: await sharedAssembly(options.loopbackWebhooks),
    port: 0,
    state,
    log: (message) => logged.push(message),
  });
  const token = (credentials: Credentials) => fetchToken(local.url, credentials);
  const admin = await token(localAdmin);
  return {
    url: local.url,
    state,
    admin,
    token,
    call: (method, path, call) => callOn(local.url, method, path, call),
    api: await connect(local.url, localAdmin),
    close: async () => {
      await local.close();
      rmSync(state, { recursive: true, force: true });
      const unexpected = logged.filter((line) => !isRetriedTimeout(line));
      if (unexpected.length > 0) throw new Error(unexpected.join("\n"));
    },
  };
};

const callOn = async (url: string, method: string, path: string, call: Call = {}): Promise<Answer> => {
  const { token, body, raw, headers } = call;
  const answer = await fetch(url + path, {
    method,
    redirect: "manual",
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined && raw === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(raw === undefined ? {} : { body: raw }),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parsed(text) };
};

const parsed = (text: string): unknown => {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
};

/** The private key that signs the tokens of a service, for tests that forge tokens. */
export const signingKey = (state: string): string => {
  const folder = join(state, "keys");
  const file = readdirSync(folder).find((name) => readFileSync(join(folder, name), "utf8").includes("PRIVATE KEY"));
  if (!file) throw new Error(`No private key in ${folder}`);
  return readFileSync(join(folder, file), "utf8");
};

/** A record as the API returns it. */
export type AnyRecord = { id: string } & Record<string, unknown>;

/** The record of a response with the expected status; throws with the response otherwise. */
export const recordOf = (answer: Answer, status = 201): AnyRecord => {
  if (answer.status !== status) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as AnyRecord;
};
