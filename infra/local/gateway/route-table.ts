import type { LocalFunction } from "../functions/function-pool.ts";
import type { FunctionRegistry } from "../functions/registry.ts";
import type { ApiSettings, JwtSettings } from "./registry.ts";
import { createThrottle, type Throttled } from "./throttle.ts";

export type GatewayRoute = {
  /** As API Gateway names it: `GET /v1/members/{memberId}` or `$default`. */
  key: string;
  method: string;
  segments: readonly string[];
  apiId: string;
  target: LocalFunction;
  token?: { jwt: JwtSettings; scopes: readonly string[] };
  isThrottled: Throttled;
};

/**
 * The routes of all APIs on one origin. A route that several have goes to the function of the first.
 * @throws Error when they don't agree on that function, or a route names what its API does not have.
 */
export function routeTable(apis: readonly ApiSettings[], functions: Pick<FunctionRegistry, "find">): GatewayRoute[] {
  const table = new Map<string, GatewayRoute>();
  for (const route of apis.flatMap((api) => routesOf(api, functions))) {
    const other = table.get(route.key);
    if (other && other.target !== route.target)
      throw new Error(`Two APIs on this one origin send ${route.key} to different functions`);
    if (!other) table.set(route.key, route);
  }
  return [...table.values()];
}

function routesOf(api: ApiSettings, functions: Pick<FunctionRegistry, "find">): GatewayRoute[] {
  const { id, stage, integrations } = api;
  if (stage === undefined) throw new Error(`API ${id} has no stage, so none of its routes answers`);
  const shared = createThrottle(stage.throttle);
  return api.routes.map(({ key, integrationId, authorizerId, scopes }) => {
    const arn = integrations.get(integrationId);
    if (arn === undefined) throw new Error(`Route ${key} names an integration its API does not have`);
    const own = stage.routeThrottles.get(key);
    return {
      key,
      ...parseKey(key),
      apiId: id,
      target: functions.find(arn),
      ...(authorizerId !== undefined && { token: { jwt: authorizerOf(api, authorizerId), scopes } }),
      isThrottled: own ? createThrottle(own) : shared,
    };
  });
}

function parseKey(key: string): Pick<GatewayRoute, "method" | "segments"> {
  if (key === "$default") return { method: "ANY", segments: ["{proxy+}"] };
  const [, method, path] = /^([A-Z]+) \/(.*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined) throw new Error(`${key} is no key of a route`);
  return { method, segments: path.split("/") };
}

function authorizerOf(api: ApiSettings, id: string): JwtSettings {
  const found = api.authorizers.get(id);
  if (found === undefined) throw new Error(`A route names an authorizer ${id} its API does not have`);
  return found;
}
