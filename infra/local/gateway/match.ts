/** What matching looks at of a route. */
type Matchable = { key: string; method: string; segments: readonly string[] };
export type Match<Route> = { route: Route; pathParameters: Record<string, string> };

/**
 * The most specific route for a request: text before a parameter before a greedy one, a method before `ANY`, and
 * `$default` when nothing else fits. A method that only other routes of the path have is no match.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation
 */
export function matchRoute<Route extends Matchable>(
  routes: readonly Route[],
  method: string,
  path: string,
): Match<Route> | undefined {
  const asked = path.slice(1).split("/");
  let best: { route: Route; rank: string } | undefined;
  for (const route of routes) {
    if (route.method !== method && route.method !== "ANY") continue;
    if (!fits(route.segments, asked)) continue;
    const rank = rankOf(route);
    if (best === undefined || rank < best.rank) best = { route, rank };
  }
  return best && { route: best.route, pathParameters: parametersOf(best.route, asked) };
}

const isGreedy = (segment: string) => segment.startsWith("{") && segment.endsWith("+}");
const isParameter = (segment: string) => segment.startsWith("{");

function fits(segments: readonly string[], asked: readonly string[]): boolean {
  const last = segments.at(-1);
  const greedy = last !== undefined && isGreedy(last);
  if (greedy ? asked.length < segments.length : asked.length !== segments.length) return false;
  return segments.every((segment, at) =>
    isParameter(segment) ? isGreedy(segment) || asked[at] !== "" : segment === asked[at],
  );
}

/** Sorts before that of any less specific route that fits the same path. */
function rankOf({ key, method, segments }: Matchable): string {
  const kinds = segments.map((segment) => (isGreedy(segment) ? "2" : isParameter(segment) ? "1" : "0")).join("");
  const greedy = kinds.endsWith("2") ? "1" : "0";
  return `${key === "$default" ? "1" : "0"}${greedy}${kinds}${method === "ANY" ? "1" : "0"}`;
}

function parametersOf({ key, segments }: Matchable, asked: readonly string[]): Record<string, string> {
  if (key === "$default") return {};
  const found: [string, string][] = [];
  segments.forEach((segment, at) => {
    if (isGreedy(segment)) found.push([segment.slice(1, -2), asked.slice(at).join("/")]);
    else if (isParameter(segment)) found.push([segment.slice(1, -1), asked[at] ?? ""]);
  });
  return Object.fromEntries(found);
}
