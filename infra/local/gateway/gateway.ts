import { randomUUID } from "node:crypto";
import { account } from "../account.ts";
import { messageOf } from "../errors.ts";
import type { InvocationResult } from "../functions/execution-environment.ts";
import { payloadLimit } from "../functions/function-pool.ts";
import type { JwtSettings } from "./api-registry.ts";
import { type Authorizer, createAuthorizer } from "./authorizer.ts";
import { type GatewayRequest, httpEvent, type JwtContext, splitUrl } from "./event.ts";
import { type GatewayResponse, gatewayResponse, internalError, toGatewayResponse } from "./response.ts";
import { type GatewayRoute, type Match, matchRoute } from "./routes.ts";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const gatewayLimits = { bodyBytes: 10 * 1024 * 1024, headBytes: 10_240, milliseconds: 30_000 } as const;

/** A request whose body is read only after all other checks. */
export type IncomingGatewayRequest = Omit<GatewayRequest, "body" | "requestId" | "at"> & {
  /** Undefined when the body exceeds the limit of the gateway. */
  readBody(): Promise<Buffer | undefined>;
};

export type Gateway = (request: IncomingGatewayRequest) => Promise<GatewayResponse>;

const tooLarge = () => gatewayResponse(413, "Request Entity Too Large");

/** Handles requests as an HTTP API with these routes does. */
export const createGateway = (
  routes: readonly GatewayRoute[],
  log: (message: string) => void,
  milliseconds: number = gatewayLimits.milliseconds,
): Gateway => {
  const authorizers = new Map<JwtSettings, Authorizer>();
  const authorizerOf = (jwt: JwtSettings) => {
    const authorizer = authorizers.get(jwt) ?? createAuthorizer(jwt);
    authorizers.set(jwt, authorizer);
    return authorizer;
  };

  const admit = async (
    route: GatewayRoute,
    request: IncomingGatewayRequest,
  ): Promise<GatewayResponse | JwtContext | undefined> => {
    if (route.isThrottled(Date.now())) return gatewayResponse(429, "Too Many Requests");
    if (route.token === undefined) return undefined;
    const header = request.headers.find(([name]) => name.toLowerCase() === "authorization")?.[1];
    const verdict = await authorizerOf(route.token.jwt)(header, route.token.scopes);
    if ("allowed" in verdict) return verdict.allowed;
    const scope = `scope="${route.token.scopes.join(" ")}"`;
    return verdict.status === 401
      ? gatewayResponse(401, "Unauthorized", {
          "www-authenticate": `Bearer ${header ? `${scope} error="invalid_token"` : scope}`,
        })
      : gatewayResponse(403, "Forbidden", { "www-authenticate": `Bearer ${scope} error="insufficient_scope"` });
  };

  const forward = async (
    { route, pathParameters }: Match<GatewayRoute>,
    request: IncomingGatewayRequest,
    requestId: string,
  ) => {
    const admitted = await admit(route, request);
    if (admitted && "status" in admitted) return admitted;
    const body = await request.readBody();
    if (body === undefined) return tooLarge();
    const event = httpEvent(
      { ...request, body, requestId, at: new Date() },
      { routeKey: route.key, apiId: route.apiId, account, pathParameters, jwt: admitted },
    );
    if ((event.body?.length ?? 0) > payloadLimit) return tooLarge();
    return toResponse(await within(milliseconds, route.target.invoke(event)));
  };

  const respond = async (request: IncomingGatewayRequest, requestId: string): Promise<GatewayResponse> => {
    if (headBytes(request) > gatewayLimits.headBytes) return gatewayResponse(431, "Request Header Fields Too Large");
    const path = pathOf(request.url);
    if (path === undefined) return gatewayResponse(400, "Bad Request");
    const match = matchRoute(routes, request.method, path);
    return match ? forward(match, request, requestId) : gatewayResponse(404, "Not Found");
  };

  return async (request) => {
    const requestId = randomUUID();
    const response = await respond(request, requestId).catch((error: unknown) => {
      log(`${request.method} ${request.url.split("?")[0]}: ${messageOf(error)}`);
      return internalError();
    });
    return { ...response, headers: { ...response.headers, "apigw-requestid": requestId } };
  };
};

const toResponse = (invoked: InvocationResult): GatewayResponse => {
  if ("result" in invoked) return toGatewayResponse(invoked.result);
  return "timedOut" in invoked ? gatewayResponse(503, "Service Unavailable") : internalError();
};

const within = async (milliseconds: number, invocation: Promise<InvocationResult>): Promise<InvocationResult> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<InvocationResult>((resolve) => {
    timer = setTimeout(() => resolve({ timedOut: true }), milliseconds);
  });
  return Promise.race([invocation, late]).finally(() => clearTimeout(timer));
};

const pathOf = (url: string): string | undefined => {
  try {
    return splitUrl(url).path;
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

/** Bytes of the request line and headers as sent. */
const headBytes = ({ method, url, headers }: IncomingGatewayRequest) =>
  headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, method.length + url.length + 12);
