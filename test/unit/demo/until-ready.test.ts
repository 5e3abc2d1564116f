import { createServer } from "node:http";
import { listen } from "../../../infra/local/listen.ts";
import { untilReady } from "../../demo/until-ready.ts";
import { freePort } from "../../support/process.ts";

const limits = { startLimit: 20_000, absentLimit: 20_000 };

/** A service on a port that answers 503 to the first requests. */
const startSlowly = (port: number, busy: number) => {
  let requests = 0;
  const server = createServer((_, response) => {
    requests += 1;
    response.writeHead(requests > busy ? 200 : 503).end();
  });
  return listen(server, port, "localhost");
};

test("The demo waits for a service that starts after it, and for one that is not ready yet", async () => {
  const port = await freePort();
  const lines: string[] = [];
  const ready = untilReady(`http://localhost:${port}`, (line) => lines.push(line), limits);
  await new Promise((resolve) => setTimeout(resolve, 600));
  const service = await startSlowly(port, 2);
  await ready;
  await service.close();
  expect(lines).toEqual([`Waiting for the service at http://localhost:${port} …`]);
});

test("The demo reports where nothing listens how to start a service, and a service that never becomes ready", async () => {
  const port = await freePort();
  const log = () => undefined;
  await expect(untilReady(`http://localhost:${port}`, log, { ...limits, absentLimit: 0 })).rejects.toThrow(
    "Start one with npm start, or set PORT or DANGBO_URL",
  );
  const service = await startSlowly(0, 1_000);
  await expect(untilReady(`http://localhost:${service.port}`, log, { ...limits, startLimit: 0 })).rejects.toThrow(
    "not ready",
  );
  await service.close();
});
