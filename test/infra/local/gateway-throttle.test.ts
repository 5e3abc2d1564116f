import { rmSync } from "node:fs";
import { type ApiSettings, createApiRegistry } from "../../../infra/local/gateway/api-registry.ts";
import { createGateway } from "../../../infra/local/gateway/gateway.ts";
import { createRoutes } from "../../../infra/local/gateway/routes.ts";
import { resourceHandlers } from "../../../infra/local/resources/resource-handlers.ts";
import { temporaryFolder } from "../../support/bundle-folder.ts";
import { createTestEnvironment } from "../../support/local-environment.ts";

const functions = {
  add: () => undefined,
  widen: () => undefined,
  close: async () => undefined,
  find: (arn: string) => ({
    name: arn,
    arn,
    close: async () => undefined,
    invoke: async () => ({ result: { statusCode: 200, body: "fine" } }),
  }),
};

const keys = ["GET /a", "GET /b", "POST /token"];

/** A gateway over APIs with these stages, each of which has the routes; none of their buckets refills in the test. */
const gatewayOf = (...stages: NonNullable<ApiSettings["stage"]>[]) => {
  const registry = createApiRegistry();
  stages.forEach((stage, at) => {
    const api = registry.add();
    api.stage = stage;
    api.integrations.set("one", `arn:${at}`);
    for (const key of keys) api.routes.push({ key: key.replace("/", `/${at}/`), integrationId: "one", scopes: [] });
  });
  const gateway = createGateway(createRoutes(registry.all(), functions), "0", console.error);
  return async (method: string, url: string) => {
    const answer = await gateway({ method, url, headers: [], sourceIp: "::1", readBody: async () => Buffer.alloc(0) });
    return { status: answer.status, body: answer.body.toString() };
  };
};
const slow = (burst: number) => ({ rate: 1e-9, burst });

test("The routes of a stage share its bucket, one with a limit of its own has its own, and another API has another", async () => {
  const ask = gatewayOf(
    { throttle: slow(3), routeThrottles: new Map([["POST /0/token", slow(2)]]) },
    { throttle: slow(1), routeThrottles: new Map() },
  );
  const statuses = async (...calls: [string, string][]) => {
    const found: number[] = [];
    for (const [method, url] of calls) found.push((await ask(method, url)).status);
    return found;
  };
  const token: [string, string] = ["POST", "/0/token"];
  expect(await statuses(token, token, token)).toEqual([200, 200, 429]);
  expect(await statuses(["GET", "/0/a"], ["GET", "/0/b"], ["GET", "/0/a"], ["GET", "/0/b"])).toEqual([
    200, 200, 200, 429,
  ]);
  expect(await statuses(["GET", "/1/a"], ["GET", "/1/b"])).toEqual([200, 429]);
});

test("What is one too many is answered as API Gateway answers it", async () => {
  const ask = gatewayOf({ throttle: slow(0), routeThrottles: new Map() });
  expect(await ask("GET", "/0/a")).toEqual({ status: 429, body: '{"message":"Too Many Requests"}' });
});

test("A stage takes its limits and those of its routes from the template", async () => {
  const folder = temporaryFolder();
  const machine = createTestEnvironment(folder);
  const { id } = machine.apis.add();
  await resourceHandlers.known["AWS::ApiGatewayV2::Stage"]?.create(
    {
      ApiId: id,
      StageName: "$default",
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 500 },
      RouteSettings: {
        "POST /oauth2/token": { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
        "GET /health": { DetailedMetricsEnabled: true },
      },
    },
    { stack: "s", logicalId: "Stage", name: "s-Stage" },
    machine,
  );
  expect(machine.apis.find(id).stage).toEqual({
    throttle: { rate: 1_000, burst: 500 },
    routeThrottles: new Map([["POST /oauth2/token", { rate: 20, burst: 40 }]]),
  });
  rmSync(folder, { recursive: true, force: true });
});
