import { createRequire } from "node:module";
import { createServer } from "node:net";
import { codeOf } from "../errors.ts";

/** A process that speaks DynamoDB's protocol on loopback. */
export type TableEngine = {
  endpoint: string;
  /** Whether the tables are there again after a stop. */
  durable: boolean;
  /** Rejects never; resolves when the process has ended, whoever ended it. */
  ended: Promise<number>;
  /**
   * Makes stream records up to a number, handled by every reader, go, and gives whether there may be more of them; a no-op
   * where the engine keeps none for long.
   */
  trimStream(tableName: string, upTo: bigint): boolean;
  /**
   * Makes what was deleted go from the engine's files too, unless nothing was; a no-op where there are none. Rejects when
   * it could not, and is to be asked again.
   */
  scrub(): Promise<void>;
  stop(): Promise<void>;
};

/** A port of 127.0.0.1 that was free a moment ago; who takes it must be ready to find it taken. */
export const freePort = (): Promise<number> => {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("No port was given")),
      );
    });
  });
};

/** Tries on another port where one was taken in between. */
export const onFreePort = async <T>(start: (port: number) => Promise<T>, tries = 3): Promise<T> => {
  try {
    return await start(await freePort());
  } catch (error) {
    if (tries <= 1) throw error;
    return onFreePort(start, tries - 1);
  }
};

const { resolve } = createRequire(import.meta.url);

/** The file of an installed module, or undefined where it is not installed. */
export const resolveInstalled = (module: string): string | undefined => {
  try {
    return resolve(module);
  } catch (error) {
    if (codeOf(error) === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
};
