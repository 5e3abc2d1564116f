import type { ZodMiniType } from "zod/mini";
import type { Scope } from "../vocabulary/token.ts";
import type { FunctionName } from "./functions.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A route of the API, as the stack, the handlers, the OpenAPI document and the tests read it. */
export type Route = {
  method: Method;
  /** As API Gateway writes it: `/v1/members/{memberId}`. */
  path: string;
  function: FunctionName;
  /** `open` requires no token. */
  scope: Scope | "open";
  summary: string;
  /** Query parameters; others are rejected. */
  query?: ZodMiniType;
  /** Schema of the body. For PATCH the record's input, of which the merge patch may contain any part. */
  body?: ZodMiniType;
  /** Media type of the body; by default `json`. */
  bodyType?: "json" | "merge-patch" | "form";
  /** Status of success. Without a `response` schema: no body, or one that is not JSON (`contentType`). */
  status: 200 | 201 | 202 | 204 | 302;
  response?: ZodMiniType;
  contentType?: string;
  /** The response has the ETag of the record. */
  etag?: true;
  /** PATCH and DELETE of a record require `If-Match`; PUT accepts it. */
  ifMatch?: "required" | "optional";
  /** Path of the created record: `/v1/photos/{id}`; other names are path parameters. */
  location?: string;
  /** PUT returns 201 when it creates the record. */
  upsert?: true;
};

export type Routes = Readonly<Record<string, Route>>;

/** The key API Gateway knows a route by: `GET /v1/members/{memberId}`. */
export const routeKey = (route: Pick<Route, "method" | "path">) => `${route.method} ${route.path}`;
