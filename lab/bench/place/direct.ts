import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import type { ApiAnswer, ApiEvent } from "../../../functions/shared/event.ts";
import { matchRoute } from "../../../infra/local/gateway/match.ts";
import { type OperationName, routeList, routes } from "../../../lib/contract/routes.ts";
import type { Caller } from "../../../lib/shared/work.ts";
import type { Api } from "../../../test/demo/api.ts";
import { type Asked, apiEvent } from "../../../test/support/api-event.ts";
import type { AnyRecord } from "../../../test/support/service.ts";
import { rootCaller } from "../../../test/support/world.ts";
import type { Handlers } from "./handlers.ts";

export type Answered = { record: AnyRecord; etag: string };

/** The API without a network: events go straight to the functions. Throws what is no success. */
export type Direct = {
  event(operation: OperationName, asked: Asked): ApiEvent;
  send(operation: OperationName, event: ApiEvent): Promise<Answered>;
  /** Both at once. */
  call(operation: OperationName, asked: Asked): Promise<Answered>;
  /** What the demo's steps call. */
  api: Api;
};

const table = routeList.map((route) => ({ ...route, key: route.operation, segments: route.path.slice(1).split("/") }));

/** @param caller who asks unless a call says so; the first client by default */
export const createDirect = (handlers: Handlers, caller: Caller = rootCaller): Direct => {
  const event: Direct["event"] = (operation, asked) => apiEvent(routes[operation], { caller, ...asked });
  const send: Direct["send"] = async (operation, given) => {
    const handler = handlers.get(routes[operation].function);
    if (!handler) throw new Error(`No function for ${operation}`);
    const { statusCode, headers, body } = (await handler(given, {} as Context)) as ApiAnswer;
    if (statusCode >= 400) throw new Error(`${operation} answered ${statusCode}: ${body}`);
    return { record: body?.startsWith("{") ? JSON.parse(body) : {}, etag: headers.etag ?? "" };
  };
  const call: Direct["call"] = (operation, asked) => send(operation, event(operation, asked));
  return { event, send, call, api: apiOn(call) };
};

/** Paths instead of operations, as callers over HTTP write them. */
const apiOn = (call: Direct["call"]): Api => {
  const ask = async (method: string, target: string, asked: Asked = {}) => {
    const { pathname, search } = new URL(target, "http://localhost");
    const match = matchRoute(table, method, pathname);
    if (!match) throw new Error(`No route for ${method} ${pathname}`);
    return call(match.route.operation, { params: match.pathParameters, query: search.slice(1), ...asked });
  };
  const recordOf = async <T>(asked: Promise<Answered>) => (await asked).record as T;
  return {
    get: (path) => recordOf(ask("GET", path)),
    post: (path, body, key) =>
      recordOf(ask("POST", path, { body, headers: { "idempotency-key": key || randomUUID() } })),
    put: (path, body) => recordOf(ask("PUT", path, { body })),
    patch: async (path, body) => {
      const { etag } = await ask("GET", path);
      return recordOf(ask("PATCH", path, { body, headers: { "if-match": etag } }));
    },
  };
};
