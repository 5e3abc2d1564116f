import { Refusal } from "./refusal.ts";
import type { CorsRule } from "./settings.ts";

type Headers = ReadonlyMap<string, string>;

const VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/** Matches a pattern that may hold one `*`. */
function fits(pattern: string, value: string): boolean {
  const at = pattern.indexOf("*");
  if (at < 0) return pattern === value;
  const [start, end] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
}

function findRule(rules: readonly CorsRule[], origin: string, method: string, headers: readonly string[]) {
  return rules.find(
    ({ allowedOrigins, allowedMethods, allowedHeaders = [] }) =>
      allowedOrigins.some((pattern) => fits(pattern, origin)) &&
      allowedMethods.includes(method) &&
      headers.every((header) => allowedHeaders.some((pattern) => fits(pattern.toLowerCase(), header))),
  );
}

function allow(rule: CorsRule, origin: string): Record<string, string> {
  const anybody = rule.allowedOrigins.includes("*");
  const exposed = (rule.exposedHeaders ?? []).join(", ");
  return {
    "access-control-allow-origin": anybody ? "*" : origin,
    "access-control-allow-methods": rule.allowedMethods.join(", "),
    ...(anybody ? {} : { "access-control-allow-credentials": "true" }),
    ...(exposed === "" ? {} : { "access-control-expose-headers": exposed }),
    vary: VARY,
  };
}

/** Answers a preflight by the first rule that lets origin, method and every header through; AccessForbidden else. */
export function preflight(rules: readonly CorsRule[], headers: Headers): Record<string, string> {
  const origin = headers.get("origin");
  const method = headers.get("access-control-request-method");
  if (origin === undefined) throw new Refusal("BadRequest", "Insufficient information. Origin request header needed.");
  if (method === undefined) throw new Refusal("BadRequest", "Invalid Access-Control-Request-Method: null");
  const asked = headers.get("access-control-request-headers")?.toLowerCase() ?? "";
  const names = asked.split(",").map((name) => name.trim());
  const rule = findRule(
    rules,
    origin,
    method,
    names.filter((name) => name !== ""),
  );
  if (rule === undefined) {
    const reason =
      rules.length === 0
        ? "CORS is not enabled for this bucket."
        : "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw new Refusal("AccessForbidden", `CORSResponse: ${reason}`, { Method: method, ResourceType: "BUCKET" });
  }
  return {
    ...allow(rule, origin),
    ...(asked === "" ? {} : { "access-control-allow-headers": asked }),
    ...(rule.maxAgeSeconds === undefined ? {} : { "access-control-max-age": String(rule.maxAgeSeconds) }),
  };
}

/** The headers that let a browser read any other answer; none where no rule fits. */
export function corsHeaders(rules: readonly CorsRule[], method: string, headers: Headers): Record<string, string> {
  const origin = headers.get("origin");
  const rule = origin === undefined ? undefined : findRule(rules, origin, method, []);
  return origin === undefined || rule === undefined ? {} : allow(rule, origin);
}
