import type { routeList } from "../routes.ts";
import { type Json, reference } from "./json.ts";
import { isList, shapeOf } from "./names.ts";
import { pageErrors } from "./problems.ts";
import type { Schemas } from "./schemas.ts";

type NamedRoute = (typeof routeList)[number];

const text = { type: "string" };

/** Headers of responses. */
export const responseHeaders = {
  ETag: { description: "The version of the record.", schema: { ...text, examples: ['"1"'] } },
  Location: { description: "URL of the created record.", schema: { ...text, format: "uri-reference" } },
  Link: { description: 'URL of the next page, `rel="next"`, if there may be one (RFC 8288).', schema: text },
  RetryAfter: { description: "Seconds to wait before retrying.", schema: { type: "integer" } },
  WWWAuthenticate: { description: "How to authenticate (RFC 9110 §11.6.1).", schema: text },
  IdempotencyReplayed: {
    description: "`true` if this is the stored response of an earlier request with the same key.",
    schema: { ...text, enum: ["true"] },
  },
} as const;

/** The responses of an operation by status. */
export const responsesOf = (route: NamedRoute, schemas: Schemas): Json => ({
  [route.status]: route.status === 302 ? redirect : success(route, schemas, route.status === 201),
  ...(route.upsert ? { 201: success(route, schemas, true) } : {}),
  ...(route.method === "GET" && route.etag && route.scope !== "open"
    ? { 304: { description: "The record has not changed.", headers: { ETag: reference("headers", "ETag") } } }
    : {}),
  ...(isPage(route)
    ? { 304: { description: "The page has not changed.", headers: { ETag: reference("headers", "ETag") } } }
    : {}),
  ...Object.fromEntries(errorsOf(route).map((status) => [status, reference("responses", errorName(route, status))])),
  ...(route.operation === "issueToken" ? tokenErrors : {}),
});

const redirect = {
  description: "The photo is at `Location` for a few minutes.",
  headers: { Location: reference("headers", "Location") },
};

/** A page, feed or calendar of the public site, whose ETag is that of its content. */
const isPage = ({ function: owner, contentType = "" }: NamedRoute) =>
  owner === "pages" && /html|atom|calendar/.test(contentType);

/** Browsers get errors below the public pages as pages. */
const errorName = ({ function: owner }: NamedRoute, status: number) =>
  `${owner === "pages" && pageErrors.includes(status) ? "Page" : "Problem"}${status}`;

/** Errors of the token endpoint (RFC 6749 §5.2). */
const tokenErrors = { 400: reference("responses", "TokenRefused"), 401: reference("responses", "ClientUnknown") };

const success = (route: NamedRoute, schemas: Schemas, created: boolean): Json => {
  if (route.status === 204) return { description: "Deleted; the response has no body." };
  const headers = {
    ...(route.etag ? { ETag: reference("headers", "ETag") } : {}),
    ...(created && route.location ? { Location: reference("headers", "Location") } : {}),
    ...(isList(route) ? { Link: reference("headers", "Link") } : {}),
    ...(route.method === "POST" && route.scope !== "open"
      ? { "Idempotency-Replayed": reference("headers", "IdempotencyReplayed") }
      : {}),
  };
  const type = route.contentType?.split(";")[0] ?? "application/json";
  const schema = route.contentType ? text : schemas.responseOf(route);
  return {
    description: descriptionOf(route, created),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { [type]: { schema } },
  };
};

const descriptionOf = (route: NamedRoute, created: boolean): string => {
  if (created) return "Created.";
  if (route.status === 202) return "Accepted.";
  return isList(route) ? "A page of the list." : "Success.";
};

/** The error statuses of a route, in the order in which they are checked. */
const errorsOf = (route: NamedRoute): number[] => [
  400,
  ...(route.scope === "open" ? openErrors(route) : closedErrors(route)),
  ...[429, 431, 500, 503],
];

const openErrors = ({ path, operation }: NamedRoute) => [
  ...(path.includes("{") ? [404] : []),
  ...(operation === "getEvent" ? [410] : []),
];

/** Parameters that name the organisation of a list: 404 where the caller does not see it. */
const organisationParameters: readonly string[] = ["organisationId", "parentId"];

const closedErrors = (route: NamedRoute): number[] => {
  const hasBody = route.bodyType !== undefined || route.body !== undefined;
  const covered = Object.keys(shapeOf(route.query) ?? {}).filter((name) => organisationParameters.includes(name));
  const namesRecord = route.path.includes("{") || covered.length > 0;
  const possible: [number, boolean][] = [
    [401, true],
    [403, true],
    [404, namesRecord],
    // An export may be too large for one response.
    [409, route.method !== "GET" || route.operation === "exportMember"],
    [412, route.ifMatch !== undefined],
    [413, hasBody],
    [415, hasBody],
    [422, hasBody || route.method === "POST"],
    [428, route.ifMatch === "required"],
  ];
  return possible.flatMap(([status, applies]) => (applies ? [status] : []));
};
