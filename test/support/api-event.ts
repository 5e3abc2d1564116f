import type { ApiEvent } from "../../functions/shared/event.ts";
import type { Route } from "../../lib/contract/route.ts";
import type { Caller } from "../../lib/records/request-context.ts";
import { claimNames, rootOrganisation } from "../../lib/vocabulary/token.ts";

export type RequestParts = {
  params?: Record<string, string>;
  query?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
  caller?: Caller | undefined;
};

const claimsOf = (caller: Caller) => ({
  client_id: caller.clientId,
  scope: caller.scopes.join(" "),
  [claimNames.organisation]: caller.organisationId ?? rootOrganisation,
  [claimNames.path]: caller.path.join("/"),
});

/** An event of API Gateway (payload format 2.0); bodies that are not JSON are encoded in base64. */
export const apiEvent = (
  route: { method: Route["method"] | "HEAD"; path: string },
  asked: RequestParts = {},
): ApiEvent => {
  const { params = {}, query = "", headers = {}, body, caller } = asked;
  const text = typeof body === "string" || body === undefined ? body : JSON.stringify(body);
  const lowered = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const type = lowered["content-type"] ?? (text === undefined ? undefined : "application/json");
  const isBase64Encoded = text !== undefined && type !== "application/json";
  const key = `${route.method} ${route.path}`;
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? "");
  return {
    version: "2.0",
    routeKey: key,
    rawPath: path,
    rawQueryString: query,
    headers: { ...(type ? { "content-type": type } : {}), ...lowered },
    pathParameters: params,
    requestContext: {
      accountId: "anonymous",
      apiId: "api",
      domainName: "localhost",
      domainPrefix: "localhost",
      http: { method: route.method, path, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: "test" },
      requestId: "request-1",
      routeKey: key,
      stage: "$default",
      time: "15/Jan/2024:03:00:00 +0000",
      timeEpoch: 1_705_287_600_000,
      ...(caller
        ? { authorizer: { principalId: "", integrationLatency: 0, jwt: { claims: claimsOf(caller), scopes: [] } } }
        : {}),
    },
    ...(text === undefined ? {} : { body: isBase64Encoded ? Buffer.from(text).toString("base64") : text }),
    isBase64Encoded,
  };
};
