import { createServer } from "node:net";
import { freePort } from "../../../test/support/process.ts";

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

/** A free port whose next one, where storage will listen, is free too. */
export const freePorts = async (): Promise<number> => {
  for (;;) {
    const port = await freePort();
    if (port < 65_535 && (await isFree(port + 1))) return port;
  }
};
