import { createRequire } from "node:module";
import { createServer } from "node:net";
import { codeOf } from "../errors.ts";
import { listen } from "../listen.ts";

/** A process that implements the protocol of DynamoDB on loopback. */
export type TableEngine = {
  endpoint: string;
  /** Whether tables survive a restart. */
  durable: boolean;
  /** Resolves with the exit code when the process has ended; never rejects. */
  ended: Promise<number>;
  /**
   * Deletes stream records up to a number that all readers have handled; returns whether there may be more. Does nothing
   * in an engine that trims its streams.
   */
  trimStream(tableName: string, upTo: bigint): boolean;
  /**
   * Removes deleted data from the files of the engine. Rejects when the files are in use; it is retried later. Does nothing
   * in an engine without files.
   */
  scrub(): Promise<void>;
  stop(): Promise<void>;
};

/** A currently free port of 127.0.0.1; another process may still take it first. */
export const freePort = async (): Promise<number> => {
  const { port, close } = await listen(createServer(), 0, "127.0.0.1");
  await close();
  return port;
};

/** Starts on a free port; retries with another port when it was taken meanwhile. */
export const onFreePort = async <T>(start: (port: number) => Promise<T>, attempts = 3): Promise<T> => {
  try {
    return await start(await freePort());
  } catch (error) {
    if (attempts <= 1) throw error;
    return onFreePort(start, attempts - 1);
  }
};

const { resolve } = createRequire(import.meta.url);

/** The file of a module, or undefined when it is not installed. */
export const resolveInstalled = (module: string): string | undefined => {
  try {
    return resolve(module);
  } catch (error) {
    if (codeOf(error) === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
};
