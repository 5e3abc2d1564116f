import type { LocalFunction } from "../functions/function-pool.ts";
import type { FunctionRegistry } from "../functions/registry.ts";
import type { ApiSettings, JwtSettings, Throttle } from "./api-registry.ts";

export type GatewayRoute = {
  /** The route key of API Gateway: `GET /v1/members/{memberId}` or `$default`. */
  key: string;
  method: string;
  segments: readonly string[];
  apiId: string;
  target: LocalFunction;
  token?: { jwt: JwtSettings; scopes: readonly string[] };
  isThrottled: IsThrottled;
};

/**
 * The routes of all APIs on one origin. Several APIs may have the same route to the same function.
 * @throws Error when they have different functions, or a route has an unknown integration or authorizer.
 */
export const createRoutes = (
  apis: readonly ApiSettings[],
  functions: Pick<FunctionRegistry, "find">,
): GatewayRoute[] => {
  const table = new Map<string, GatewayRoute>();
  for (const route of apis.flatMap((api) => routesOf(api, functions))) {
    const other = table.get(route.key);
    if (other && other.target !== route.target) throw new Error(`Two APIs route ${route.key} to different functions`);
    if (!other) table.set(route.key, route);
  }
  return [...table.values()];
};

const routesOf = (api: ApiSettings, functions: Pick<FunctionRegistry, "find">): GatewayRoute[] => {
  const { id, stage, integrations } = api;
  if (stage === undefined) throw new Error(`API ${id} has no stage`);
  const shared = createThrottle(stage.throttle);
  return api.routes.map(({ key, integrationId, authorizerId, scopes }) => {
    const arn = integrations.get(integrationId);
    if (arn === undefined) throw new Error(`Route ${key} has an unknown integration`);
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
};

const parseKey = (key: string): Pick<GatewayRoute, "method" | "segments"> => {
  if (key === "$default") return { method: "ANY", segments: ["{proxy+}"] };
  const [, method, path] = /^([A-Z]+) \/(.*)$/.exec(key) ?? [];
  if (method === undefined || path === undefined) throw new Error(`${key} is not a route key`);
  return { method, segments: path.split("/") };
};

const authorizerOf = (api: ApiSettings, id: string): JwtSettings => {
  const found = api.authorizers.get(id);
  if (found === undefined) throw new Error(`A route has an unknown authorizer ${id}`);
  return found;
};

/** Counts a request and returns whether it exceeds the limit. `now` is in milliseconds. */
export type IsThrottled = (now: number) => boolean;

/** A token bucket like that of API Gateway: `rate` tokens are added each second, up to `burst`. */
export const createThrottle = (settings: Throttle | undefined): IsThrottled => {
  if (settings === undefined) return () => false;
  const { rate, burst } = settings;
  let tokens = burst;
  let last = 0;
  return (now) => {
    tokens = Math.min(burst, tokens + (Math.max(0, now - last) / 1000) * rate);
    last = now;
    if (tokens < 1) return true;
    tokens -= 1;
    return false;
  };
};

type Matchable = { key: string; method: string; segments: readonly string[] };
export type Match<Route> = { route: Route; pathParameters: Record<string, string> };

/**
 * Finds the most specific route of a request: text before a parameter before a greedy parameter, a method before `ANY`,
 * `$default` last. Routes of the path with other methods do not match.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export const matchRoute = <Route extends Matchable>(
  routes: readonly Route[],
  method: string,
  path: string,
): Match<Route> | undefined => {
  const requested = path.slice(1).split("/");
  let best: { route: Route; rank: string } | undefined;
  for (const route of routes) {
    if (route.method !== method && route.method !== "ANY") continue;
    if (!matchesSegments(route.segments, requested)) continue;
    const rank = rankOf(route);
    if (best === undefined || rank < best.rank) best = { route, rank };
  }
  return best && { route: best.route, pathParameters: parametersOf(best.route, requested) };
};

const isGreedy = (segment: string) => segment.startsWith("{") && segment.endsWith("+}");
const isParameter = (segment: string) => segment.startsWith("{");

const matchesSegments = (segments: readonly string[], requested: readonly string[]): boolean => {
  const last = segments.at(-1);
  const greedy = last !== undefined && isGreedy(last);
  if (greedy ? requested.length < segments.length : requested.length !== segments.length) return false;
  return segments.every((segment, at) =>
    isParameter(segment) ? isGreedy(segment) || requested[at] !== "" : segment === requested[at],
  );
};

/** Sorts before the rank of any less specific route that matches the same path. */
const rankOf = ({ key, method, segments }: Matchable): string => {
  const kinds = segments.map((segment) => (isGreedy(segment) ? "2" : isParameter(segment) ? "1" : "0")).join("");
  const greedy = kinds.endsWith("2") ? "1" : "0";
  return `${key === "$default" ? "1" : "0"}${greedy}${kinds}${method === "ANY" ? "1" : "0"}`;
};

const parametersOf = ({ key, segments }: Matchable, requested: readonly string[]): Record<string, string> => {
  if (key === "$default") return {};
  const found: [string, string][] = [];
  segments.forEach((segment, at) => {
    if (isGreedy(segment)) found.push([segment.slice(1, -2), requested.slice(at).join("/")]);
    else if (isParameter(segment)) found.push([segment.slice(1, -1), requested[at] ?? ""]);
  });
  return Object.fromEntries(found);
};
