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
  /** What the summary does not say, for the API document. */
  description?: string;
  /** Query parameters; others are rejected. */
  query?: ZodMiniType;
  /** Schema of the body. For PATCH the record's input, of which the merge patch may contain any part. */
  body?: ZodMiniType;
  /** Example of the body; people and ids are fictitious. */
  example?: object;
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

/** All keys of a route: open paths respond to HEAD like to GET (RFC 9110 §9.3.2). */
export const routeKeys = (route: Pick<Route, "method" | "path" | "scope">): string[] =>
  route.method === "GET" && route.scope === "open" ? [routeKey(route), `HEAD ${route.path}`] : [routeKey(route)];

/** A function that makes routes of one sort; `details` are the schemas and what is particular to a route. */
const maker =
  <const Common extends Pick<Route, "method" | "function" | "scope"> & Partial<Route>>(common: Common) =>
  <const Path extends string, const Details extends Partial<Route>>(path: Path, summary: string, details?: Details) =>
    ({ ...common, path, summary, ...details }) as Common & { path: Path; summary: string } & Details;

/** Makes the routes of a function. */
export const routesOf = <const Name extends FunctionName>(
  name: Name,
  { read, write }: { read: Scope; write: Scope } = { read: "dangbo/read", write: "dangbo/write" },
) => ({
  create: maker({ method: "POST", function: name, scope: write, status: 201, etag: true }),
  list: maker({ method: "GET", function: name, scope: read, status: 200 }),
  get: maker({ method: "GET", function: name, scope: read, status: 200, etag: true }),
  update: maker({
    ...{ method: "PATCH", function: name, scope: write, status: 200, etag: true },
    ...{ bodyType: "merge-patch", ifMatch: "required" },
  }),
  remove: maker({ method: "DELETE", function: name, scope: write, status: 204, ifMatch: "required" }),
  put: maker({
    ...{ method: "PUT", function: name, scope: write, status: 200, etag: true },
    ...{ ifMatch: "optional", upsert: true },
  }),
  /** Any other POST; its status is among the details. */
  act: maker({ method: "POST", function: name, scope: write }),
});
