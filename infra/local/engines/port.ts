import { createServer } from "node:net";

/** A port of 127.0.0.1 that was free a moment ago; who takes it must be ready to find it taken. */
export function freePort(): Promise<number> {
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
}

/** Tries on another port where one was taken in between. */
export async function onFreePort<T>(start: (port: number) => Promise<T>, tries = 3): Promise<T> {
  try {
    return await start(await freePort());
  } catch (error) {
    if (tries <= 1) throw error;
    return onFreePort(start, tries - 1);
  }
}
