import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import type { HttpEvent } from "../../../infra/local/gateway/event.ts";
import { createGateway, type IncomingGatewayRequest } from "../../../infra/local/gateway/gateway.ts";
import { listenOnAll, startGatewayServer } from "../../../infra/local/gateway/http-server.ts";
import { createThrottle, type GatewayRoute } from "../../../infra/local/gateway/routes.ts";
import { until } from "../../support/until.ts";
import { fakeFunction } from "./fixtures.ts";

const events: HttpEvent[] = [];
const logged: string[] = [];

const route = (
  key: string,
  invoke: () => Promise<InvocationResult>,
  change: Partial<GatewayRoute> = {},
): GatewayRoute => ({
  key,
  method: key.split(" ")[0] ?? "",
  segments: (key.split(" ")[1] ?? "").slice(1).split("/"),
  apiId: "api",
  target: fakeFunction((event) => {
    events.push(event as HttpEvent);
    return invoke();
  }),
  isThrottled: () => false,
  ...change,
});

const fine = async (): Promise<InvocationResult> => ({ result: { statusCode: 200, body: "fine" } });
const gateway = createGateway(
  [
    route("GET /fine", fine),
    route("POST /fine", fine),
    route("GET /failing", async () => ({ failure: { errorType: "Error", errorMessage: "secret" } })),
    route("GET /timed-out", async () => ({ timedOut: true })),
    route("GET /slow", () => Promise.withResolvers<InvocationResult>().promise),
    route("GET /broken", () => Promise.reject(new Error("secret"))),
    route("GET /limited", fine, { isThrottled: () => true }),
  ],
  (message) => logged.push(message),
  500,
);

const ask = async (method: string, url: string, change: Partial<IncomingGatewayRequest> = {}) => {
  const request = { method, url, headers: [], sourceIp: "::1", readBody: async () => Buffer.alloc(0), ...change };
  const { status, body, headers } = await gateway(request);
  return { status, body: body.toString(), headers };
};

test("A request invokes the function of its route, and the response has the request id", async () => {
  const response = await ask("GET", "/fine?a=1");
  expect(response).toMatchObject({ status: 200, body: "fine" });
  expect(response.headers["apigw-requestid"]).toBe(events.at(-1)?.requestContext.requestId);
  expect(events.at(-1)).toMatchObject({ routeKey: "GET /fine", rawQueryString: "a=1" });
});

test.each<[string, string, number, string, Partial<IncomingGatewayRequest>?]>([
  ["GET", "/unknown", 404, "Not Found"],
  ["HEAD", "/fine", 404, "Not Found"],
  ["GET", "/%E0%A4%A", 400, "Bad Request"],
  ["GET", "/failing", 500, "Internal Server Error"],
  ["GET", "/broken", 500, "Internal Server Error"],
  ["GET", "/timed-out", 503, "Service Unavailable"],
  ["GET", "/slow", 503, "Service Unavailable"],
  ["GET", "/limited", 429, "Too Many Requests"],
  ["POST", "/fine", 413, "Request Entity Too Large", { readBody: async () => undefined }],
  ["POST", "/fine", 413, "Request Entity Too Large", { readBody: async () => Buffer.alloc(5 * 1024 * 1024) }],
])("%s %s returns %i %s", async (method, url, status, message, ...[change]) => {
  expect(await ask(method, url, change)).toMatchObject({ status, body: JSON.stringify({ message }) });
});

test.each<[string, string, Partial<IncomingGatewayRequest>]>([
  ["headers", "/fine", { headers: [["x", "y".repeat(10_300)]] }],
  ["request line", `/fine?${"q".repeat(10_300)}`, {}],
])("More than 10,240 bytes of %s are rejected with 431", async (_, url, change) => {
  expect(await ask("GET", url, change)).toMatchObject({ status: 431 });
  expect(await ask("GET", url.slice(0, 5_000), {})).toMatchObject({ status: 200 });
});

test("The reason of a failure is logged and not returned to the client", async () => {
  await ask("GET", "/broken?name=private");
  expect(logged.at(-1)).toBe("GET /broken: secret");
});

test("The tokens of a throttle are refilled over time", () => {
  const isThrottled = createThrottle({ rate: 10, burst: 2 });
  const at = (...times: number[]) => times.map((time) => (isThrottled(time) ? "rejected" : "ok")).join(" ");
  expect(at(1000, 1000, 1000, 1100, 1100)).toBe("ok ok rejected ok rejected");
  expect(at(9000, 9000, 9000)).toBe("ok ok rejected");
});

test("The server rejects bodies over 10 MB and large headers, and completes running requests before it closes", async () => {
  const server = await startGatewayServer("localhost", 0);
  const url = `http://localhost:${server.port}`;
  expect((await fetch(`${url}/fine`)).status).toBe(503);
  let isCalled = false;
  let completion = Promise.resolve();
  server.open(async (request) => {
    const body = await request.readBody();
    isCalled = true;
    await completion;
    return { status: body ? 200 : 413, headers: {}, body: Buffer.from(String(body?.length)) };
  });
  const post = (size: number) => fetch(url, { method: "POST", body: Buffer.alloc(size) });
  expect((await post(11 * 1024 * 1024)).status).toBe(413);
  expect(await (await post(9 * 1024 * 1024)).text()).toBe(String(9 * 1024 * 1024));
  expect((await fetch(url, { headers: { x: "y".repeat(50_000) } })).status).toBe(431);
  expect((await fetch(`http://[::1]:${server.port}`)).status).toBe(200);
  const { promise, resolve: complete } = Promise.withResolvers<void>();
  completion = promise;
  isCalled = false;
  const running = fetch(url);
  await until(() => isCalled);
  const closing = server.close();
  complete();
  expect((await running).status).toBe(200);
  await closing;
  await expect(fetch(url)).rejects.toThrow();
});

test("With port 0 the server takes a port that is free on both loopback addresses", async () => {
  const open: string[] = [];
  let next = 1;
  const start = async (port: number, address: string) => {
    const chosen = port === 0 ? next++ : port;
    if (address === "::1" && chosen < 3) throw Object.assign(new Error("in use"), { code: "EADDRINUSE" });
    const name = `${address} ${chosen}`;
    open.push(name);
    return { url: name, port: chosen, close: async () => void open.splice(open.indexOf(name), 1) };
  };
  await listenOnAll(["127.0.0.1", "::1"], 0, start);
  expect(open).toEqual(["127.0.0.1 3", "::1 3"]);
  await expect(listenOnAll(["127.0.0.1", "::1"], 2, start)).rejects.toThrow("Port 2 of ::1 is already in use");
});

test("The error of a port in use names the port", async () => {
  const server = await startGatewayServer("127.0.0.1", 0);
  await expect(startGatewayServer("127.0.0.1", server.port)).rejects.toThrow(
    `Port ${server.port} of 127.0.0.1 is already in use`,
  );
  await server.close();
});
