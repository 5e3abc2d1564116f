import { setTimeout as wait } from "node:timers/promises";
import type { InvocationResult } from "../../../infra/local/functions/execution-environment.ts";
import type { HttpEvent } from "../../../infra/local/gateway/event.ts";
import { createGateway, type IncomingGatewayRequest } from "../../../infra/local/gateway/gateway.ts";
import { startGatewayServer } from "../../../infra/local/gateway/http-server.ts";
import type { GatewayRoute } from "../../../infra/local/gateway/routes.ts";
import { createThrottle } from "../../../infra/local/gateway/routes.ts";

const events: HttpEvent[] = [];
const reports: string[] = [];

const route = (
  key: string,
  invoke: () => Promise<InvocationResult>,
  change: Partial<GatewayRoute> = {},
): GatewayRoute => ({
  key,
  method: key.split(" ")[0] ?? "",
  segments: (key.split(" ")[1] ?? "").slice(1).split("/"),
  apiId: "api",
  target: {
    name: "f",
    arn: "arn",
    close: async () => undefined,
    invoke: (event) => {
      events.push(event as HttpEvent);
      return invoke();
    },
  },
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
    route("GET /slow", () => wait(1_000, { result: null }, { ref: false })),
    route("GET /broken", () => Promise.reject(new Error("secret"))),
    route("GET /limited", fine, { isThrottled: createThrottle({ rate: 1, burst: 2 }) }),
  ],
  "000000000000",
  (message) => reports.push(message),
  50,
);

const ask = async (method: string, url: string, change: Partial<IncomingGatewayRequest> = {}) => {
  const request = { method, url, headers: [], sourceIp: "::1", readBody: async () => Buffer.alloc(0), ...change };
  const { status, body, headers } = await gateway(request);
  return { status, body: body.toString(), headers };
};

test("A request goes to its function and its answer back, with the request's id", async () => {
  const answer = await ask("GET", "/fine?a=1");
  expect(answer).toMatchObject({ status: 200, body: "fine" });
  expect(answer.headers["apigw-requestid"]).toBe(events.at(-1)?.requestContext.requestId);
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
  ["POST", "/fine", 413, "Request Entity Too Large", { readBody: async () => undefined }],
  ["POST", "/fine", 413, "Request Entity Too Large", { readBody: async () => Buffer.alloc(5 * 1024 * 1024) }],
])("%s %s is %i %s", async (method, url, status, message, ...[change]) => {
  expect(await ask(method, url, change)).toMatchObject({ status, body: JSON.stringify({ message }) });
});

test.each<[string, string, Partial<IncomingGatewayRequest>]>([
  ["headers", "/fine", { headers: [["x", "y".repeat(10_300)]] }],
  ["request line", `/fine?${"q".repeat(10_300)}`, {}],
])("More than 10,240 bytes of %s is 431", async (_, url, change) => {
  expect(await ask("GET", url, change)).toMatchObject({ status: 431 });
  expect(await ask("GET", url.slice(0, 5_000), {})).toMatchObject({ status: 200 });
});

test("Why it failed is reported, and not told the caller", async () => {
  await ask("GET", "/broken?name=private");
  expect(reports.at(-1)).toBe("GET /broken: secret");
});

test("More requests than the stage takes are 429", async () => {
  const statuses = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await ask("GET", "/limited")).status);
  expect(statuses).toEqual([200, 200, 429, 429]);
});

test("A throttle lets in again what has flowed in since", () => {
  const isThrottled = createThrottle({ rate: 10, burst: 2 });
  const at = (...times: number[]) => times.map((time) => isThrottled(time));
  expect(at(1000, 1000, 1000, 1100, 1100, 9000, 9000, 9000)).toEqual([
    false,
    false,
    true,
    false,
    true,
    false,
    false,
    true,
  ]);
});

test("Over HTTP it refuses a body over 10 MB and a head over its limit, and drains before it closes", async () => {
  const server = await startGatewayServer("localhost", 0);
  const url = `http://localhost:${server.port}`;
  expect((await fetch(`${url}/fine`)).status).toBe(503);
  let called = 0;
  server.open(async (request) => {
    const body = await request.readBody();
    called += 1;
    await wait(100);
    return { status: body ? 200 : 413, headers: {}, body: Buffer.from(String(body?.length)) };
  });
  const post = (size: number) => fetch(url, { method: "POST", body: Buffer.alloc(size) });
  expect((await post(11 * 1024 * 1024)).status).toBe(413);
  expect(await (await post(9 * 1024 * 1024)).text()).toBe(String(9 * 1024 * 1024));
  expect((await fetch(url, { headers: { x: "y".repeat(50_000) } })).status).toBe(431);
  expect((await fetch(`http://[::1]:${server.port}`)).status).toBe(200);
  called = 0;
  const underWay = fetch(url);
  while (called === 0) await wait(5);
  await Promise.all([server.close(), underWay.then((answer) => expect(answer.status).toBe(200))]);
  await expect(fetch(url)).rejects.toThrow();
});

test("A port that is taken is named", async () => {
  const server = await startGatewayServer("127.0.0.1", 0);
  await expect(startGatewayServer("127.0.0.1", server.port)).rejects.toThrow(
    `Port ${server.port} of 127.0.0.1 is taken`,
  );
  await server.close();
});
