import { request } from "node:http";
import { startGatewayServer } from "../../../infra/local/gateway/http-server.ts";
import { createHostCheck } from "../../../infra/local/hosts.ts";
import { startJsonServer } from "../../../infra/local/json-server.ts";
import { openTestStore } from "../objects/store.ts";

test.each([
  "localhost",
  "localhost:3000",
  "LocalHost:3000",
  "localhost.",
  "app.localhost:80",
  "127.0.0.1",
  "127.0.0.1:65535",
  "127.3.2.1:1",
  "[::1]",
  "[::1]:3000",
])("On loopback the host %s is this service", (host) => {
  expect(createHostCheck("localhost")(host)).toBe(true);
});

test.each([
  undefined,
  "",
  "evil.example",
  "evil.example:3000",
  "localhost.evil.example",
  "127.0.0.1.evil.example",
  "evil.example#localhost",
  "localhost:3000@evil.example",
  "localhost:3000:80",
  "notlocalhost",
  "192.168.1.10",
  "0.0.0.0",
  "[::2]",
  "::1",
  "localhost, evil.example",
])("On loopback the host %j is another one", (host) => {
  expect(createHostCheck("localhost")(host)).toBe(false);
});

test("A configured address is accepted in addition to loopback names, and any name on every interface", () => {
  const check = createHostCheck("Library.example");
  expect(["library.example:3000", "localhost:3000", "evil.example"].map(check)).toEqual([true, true, false]);
  expect(["[fe80::1]:3000", "[fe80::2]:3000"].map(createHostCheck("fe80::1"))).toEqual([true, false]);
  for (const every of ["0.0.0.0", "::"]) expect(createHostCheck(every)("library.example")).toBe(true);
});

/** The status of a request with this Host header. */
const statusOf = (url: string, host: string | string[], method = "GET") =>
  new Promise<number | undefined>((resolve, reject) => {
    const sent = request(url, { method, headers: { host } as Record<string, string> }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject).end();
  });

test("The gateway, storage and the other services reject a foreign host before anything else", async () => {
  const gateway = await startGatewayServer("localhost", 0);
  gateway.open(async () => ({ status: 204, headers: {}, body: Buffer.alloc(0) }));
  const store = await openTestStore({});
  const service = await startJsonServer({ version: "1.0", bodyLimit: 100, operations: {} });
  try {
    const url = `http://127.0.0.1:${gateway.port}/oauth2/token`;
    expect(await statusOf(url, "localhost", "POST")).toBe(204);
    for (const path of ["/v1/members", "/oauth2/token", "/events", "/health", "/"])
      for (const method of ["GET", "HEAD", "POST", "OPTIONS"])
        expect([path, method, await statusOf(new URL(path, url).href, "evil.example", method)]).toEqual([
          path,
          method,
          421,
        ]);
    for (const one of [store.store.url, service.url]) {
      expect(await statusOf(one, "localhost")).not.toBe(421);
      expect(await statusOf(one, "evil.example")).toBe(421);
    }
  } finally {
    await gateway.close();
    await store.dispose();
    await service.close();
  }
});

test("Before it is ready the gateway returns 503 and asks to retry after a second", async () => {
  const gateway = await startGatewayServer("localhost", 0);
  const response = await fetch(`http://localhost:${gateway.port}/health`);
  expect([response.status, response.headers.get("retry-after"), await response.json()]).toEqual([
    503,
    "1",
    { message: "The service is starting" },
  ]);
  await gateway.close();
});
