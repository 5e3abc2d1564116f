import type { ZodMiniType } from "zod/mini";
import type { Scope } from "../vocabulary/scopes.ts";
import type { FunctionName } from "./functions.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One route of the API: everything the stack, the handler, the OpenAPI document and the tests need to know of it. */
export type Route = {
  method: Method;
  /** As API Gateway writes it: `/v1/members/{memberId}`. */
  path: string;
  function: FunctionName;
  /** `open` needs no token. */
  scope: Scope | "open";
  summary: string;
  /** Query parameters; a parameter not in it is refused. */
  query?: ZodMiniType;
  /** The body as a caller sends it. For PATCH the record's input, of which the merge patch may hold any part. */
  body?: ZodMiniType;
  /** `json` unless said: the body's media type. */
  bodyType?: "json" | "merge-patch" | "form";
  /** The answer of success. Without schema: no body, or one that is not JSON (`contentType`). */
  status: 200 | 201 | 202 | 204 | 302;
  response?: ZodMiniType;
  contentType?: string;
  /** The answer carries the ETag of the record. */
  etag?: true;
  /** PATCH and DELETE of a record need `If-Match`; a PUT may check it. */
  ifMatch?: "required" | "optional";
  /** Where what was made can be read: `/v1/photos/{id}`, the other names being those of the path. */
  location?: string;
  /** A PUT answers 201 when it makes the record. */
  upsert?: true;
};

export type Routes = Readonly<Record<string, Route>>;

/** The key API Gateway knows a route by: `GET /v1/members/{memberId}`. */
export const routeKey = (route: Pick<Route, "method" | "path">) => `${route.method} ${route.path}`;
