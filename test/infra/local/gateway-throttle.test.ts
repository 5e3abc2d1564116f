import { type ApiSettings, createApiRegistry } from "../../../infra/local/gateway/api-registry.ts";
import { createGateway } from "../../../infra/local/gateway/gateway.ts";
import { createRoutes } from "../../../infra/local/gateway/routes.ts";
import { useTemporaryFolder } from "../../support/bundle-folder.ts";
import { createResources, fakeFunction } from "./fixtures.ts";

const folder = useTemporaryFolder();
const functions = {
  find: (arn: string) => fakeFunction(() => ({ result: { statusCode: 200, body: "fine" } }), arn),
};

const keys = ["GET /a", "GET /b", "POST /token"];

/** A gateway with an API for each stage; their token buckets do not refill during the test. */
const gatewayOf = (...stages: NonNullable<ApiSettings["stage"]>[]) => {
  const registry = createApiRegistry();
  stages.forEach((stage, at) => {
    const api = registry.add();
    api.stage = stage;
    api.integrations.set("one", `arn:${at}`);
    for (const key of keys) api.routes.push({ key: key.replace("/", `/${at}/`), integrationId: "one", scopes: [] });
  });
  const gateway = createGateway(createRoutes(registry.all(), functions), console.error);
  const readBody = async () => Buffer.alloc(0);
  return async (...calls: [method: string, url: string][]) => {
    const statuses: number[] = [];
    for (const [method, url] of calls)
      statuses.push((await gateway({ method, url, headers: [], sourceIp: "::1", readBody })).status);
    return statuses;
  };
};
const slow = (burst: number) => ({ rate: 1e-9, burst });

test("The routes of a stage share one limit, a route can have its own, and APIs have separate limits", async () => {
  const statuses = gatewayOf(
    { throttle: slow(3), routeThrottles: new Map([["POST /0/token", slow(2)]]) },
    { throttle: slow(1), routeThrottles: new Map() },
  );
  const token: [string, string] = ["POST", "/0/token"];
  expect(await statuses(token, token, token)).toEqual([200, 200, 429]);
  expect(await statuses(["GET", "/0/a"], ["GET", "/0/b"], ["GET", "/0/a"], ["GET", "/0/b"])).toEqual([
    200, 200, 200, 429,
  ]);
  expect(await statuses(["GET", "/1/a"], ["GET", "/1/b"])).toEqual([200, 429]);
});

test("The limits of a stage and its routes come from the template", async () => {
  const { environment, create } = createResources(folder);
  const { id } = environment.apis.add();
  await create("AWS::ApiGatewayV2::Stage", {
    ApiId: id,
    StageName: "$default",
    AutoDeploy: true,
    DefaultRouteSettings: { DetailedMetricsEnabled: true, ThrottlingRateLimit: 1_000, ThrottlingBurstLimit: 500 },
    RouteSettings: {
      "POST /oauth2/token": { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      "GET /health": { DetailedMetricsEnabled: true },
    },
  });
  expect(environment.apis.find(id).stage).toEqual({
    throttle: { rate: 1_000, burst: 500 },
    routeThrottles: new Map([["POST /oauth2/token", { rate: 20, burst: 40 }]]),
  });
});
