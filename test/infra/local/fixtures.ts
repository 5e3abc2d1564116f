import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import type { LocalFunction } from "../../../infra/local/functions/function-pool.ts";
import type { LocalServer } from "../../../infra/local/listen.ts";
import { resourceHandlers } from "../../../infra/local/resources/resource-handlers.ts";
import { createTestEnvironment } from "../../support/local-environment.ts";

export const region = "ap-southeast-1";
const credentials = { accessKeyId: "a", secretAccessKey: "b" };

/** An SDK client of a local server; both are closed after the tests of the file. */
export const useClient = <T extends { destroy(): void }>(
  Client: new (config: { endpoint: string; region: string; credentials: typeof credentials; maxAttempts: number }) => T,
  server: LocalServer,
): T => {
  const client = new Client({ endpoint: server.url, region, credentials, maxAttempts: 1 });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });
  return client;
};

/** A function without an execution environment. */
export const fakeFunction = (
  invoke: (event: unknown) => InvocationResult | Promise<InvocationResult>,
  arn = "arn:of:function",
): LocalFunction => ({
  name: "function",
  arn,
  allowsRecursion: false,
  close: async () => undefined,
  invoke: async (event) => invoke(event),
});

export const succeeded: InvocationResult = { result: null };
export const failed: InvocationResult = { failure: { errorType: "Error", errorMessage: "no" } };

/** Creates resources of the template in a test environment. */
export const createResources = (folder: string) => {
  const environment = createTestEnvironment(folder);
  const create = (type: string, properties: object) => {
    const name = { stack: "s", logicalId: "It", name: `s-${type.split("::").at(-1)}` };
    const handler = resourceHandlers.supported[type];
    if (handler === undefined) throw new Error(`${type} is not supported`);
    return handler.create(properties, name, environment);
  };
  return { environment, create };
};

/** Runs a script of this folder until it has printed `lines` lines, kills it with SIGKILL, and returns the lines. */
export const runUntilKilled = async (script: string, argument: string, lines: number): Promise<string[]> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), argument], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const printed: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    printed.push(line);
    if (printed.length === lines) child.kill("SIGKILL");
  }
  await exited;
  return printed;
};
