import { S3Error } from "./s3-error.ts";
import type { CorsRule } from "./settings.ts";

type Headers = ReadonlyMap<string, string>;

const varyHeader = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/** Matches a pattern that may contain one `*`. */
const matches = (pattern: string, value: string): boolean => {
  const at = pattern.indexOf("*");
  if (at < 0) return pattern === value;
  const [start, end] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return value.length >= start.length + end.length && value.startsWith(start) && value.endsWith(end);
};

type CorsRequest = { origin: string; method: string; headers: readonly string[] };

const findRule = (rules: readonly CorsRule[], { origin, method, headers }: CorsRequest) =>
  rules.find(
    ({ AllowedOrigins, AllowedMethods, AllowedHeaders = [] }) =>
      AllowedOrigins.some((pattern) => matches(pattern, origin)) &&
      AllowedMethods.includes(method) &&
      headers.every((header) => AllowedHeaders.some((pattern) => matches(pattern.toLowerCase(), header))),
  );

const allow = (rule: CorsRule, origin: string): Record<string, string> => {
  const anyOrigin = rule.AllowedOrigins.includes("*");
  const exposed = (rule.ExposedHeaders ?? []).join(", ");
  return {
    "access-control-allow-origin": anyOrigin ? "*" : origin,
    "access-control-allow-methods": rule.AllowedMethods.join(", "),
    ...(anyOrigin ? {} : { "access-control-allow-credentials": "true" }),
    ...(exposed === "" ? {} : { "access-control-expose-headers": exposed }),
    vary: varyHeader,
  };
};

/** The response headers to a preflight by the first rule that allows origin, method and every header; throws AccessForbidden. */
export const preflight = (rules: readonly CorsRule[], headers: Headers): Record<string, string> => {
  const origin = headers.get("origin");
  const method = headers.get("access-control-request-method");
  if (origin === undefined) throw new S3Error("BadRequest", "Insufficient information. Origin request header needed.");
  if (method === undefined) throw new S3Error("BadRequest", "Invalid Access-Control-Request-Method: null");
  const requested = headers.get("access-control-request-headers")?.toLowerCase() ?? "";
  const names = requested.split(",").map((name) => name.trim());
  const rule = findRule(rules, { origin, method, headers: names.filter((name) => name !== "") });
  if (rule === undefined) {
    const reason =
      rules.length === 0
        ? "CORS is not enabled for this bucket."
        : "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";
    throw new S3Error("AccessForbidden", `CORSResponse: ${reason}`, {
      details: { Method: method, ResourceType: "BUCKET" },
    });
  }
  return {
    ...allow(rule, origin),
    ...(requested === "" ? {} : { "access-control-allow-headers": requested }),
    ...(rule.MaxAge === undefined ? {} : { "access-control-max-age": String(rule.MaxAge) }),
  };
};

/** The headers with which a browser may read any other response; none without a matching rule. */
export const corsHeaders = (rules: readonly CorsRule[], method: string, headers: Headers): Record<string, string> => {
  const origin = headers.get("origin");
  const rule = origin === undefined ? undefined : findRule(rules, { origin, method, headers: [] });
  return origin === undefined || rule === undefined ? {} : allow(rule, origin);
};
