import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import type { ApiEvent, ApiResponse } from "../../functions/shared/event.ts";
import { matchRoute } from "../../infra/local/gateway/routes.ts";
import { type OperationName, routeList, routes } from "../../lib/contract/routes.ts";
import type { Caller } from "../../lib/records/request-context.ts";
import type { Api } from "../../test/demo/api.ts";
import { apiEvent, type RequestParts } from "../../test/support/api-event.ts";
import type { AnyRecord } from "../../test/support/service.ts";
import { rootCaller } from "../../test/support/world.ts";
import { apiOver } from "../support/api.ts";
import type { Handlers } from "./environment.ts";

export type DirectResponse = { record: AnyRecord; etag: string };

/** The API without a network: events go straight to the handlers. Throws for a status of 400 or above. */
export type DirectApi = {
  event(operation: OperationName, request: RequestParts): ApiEvent;
  send(operation: OperationName, event: ApiEvent): Promise<DirectResponse>;
  call(operation: OperationName, request: RequestParts): Promise<DirectResponse>;
  /** The same API by paths, as the demo's steps call it. */
  api: Api;
};

const table = routeList.map((route) => ({ ...route, key: route.operation, segments: route.path.slice(1).split("/") }));

/** @param caller the client of a request that names none */
export const createDirectApi = (handlers: Handlers, caller: Caller = rootCaller): DirectApi => {
  const event: DirectApi["event"] = (operation, request) => apiEvent(routes[operation], { caller, ...request });
  const send: DirectApi["send"] = async (operation, sent) => {
    const handler = handlers.get(routes[operation].function);
    if (!handler) throw new Error(`No function for ${operation}`);
    const { statusCode, headers, body } = (await handler(sent, {} as Context)) as ApiResponse;
    if (statusCode >= 400) throw new Error(`${operation} returned ${statusCode}: ${body}`);
    return { record: body?.startsWith("{") ? JSON.parse(body) : {}, etag: headers.etag ?? "" };
  };
  const call: DirectApi["call"] = (operation, request) => send(operation, event(operation, request));
  return { event, send, call, api: apiOn(call) };
};

const apiOn = (call: DirectApi["call"]): Api => {
  return apiOver(async (method, target, { body, headers = {} } = {}) => {
    const { pathname, search } = new URL(target, "http://localhost");
    const match = matchRoute(table, method, pathname);
    if (!match) throw new Error(`No route for ${method} ${pathname}`);
    const request = { params: match.pathParameters, query: search.slice(1), body };
    const { record, etag } = await call(match.route.operation, { ...request, headers: withKey(headers) });
    return { body: record, etag };
  });
};

/** A request without a key of its own gets a new one. */
const withKey = ({ "idempotency-key": key, ...headers }: Record<string, string>) =>
  key === undefined ? headers : { ...headers, "idempotency-key": key || randomUUID() };
