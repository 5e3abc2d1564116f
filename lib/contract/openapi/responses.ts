import type { routeList } from "../routes.ts";
import { type Json, reference } from "./json.ts";
import { isList, shapeOf } from "./names.ts";
import type { Schemas } from "./schemas.ts";

type NamedRoute = (typeof routeList)[number];

const text = { type: "string" };

/** Headers of answers. */
export const responseHeaders = {
  ETag: { description: "The version of the record.", schema: { ...text, examples: ['"1"'] } },
  Location: { description: "Where what was made can be read.", schema: { ...text, format: "uri-reference" } },
  Link: { description: 'The next page, `rel="next"`, while there may be one (RFC 8288).', schema: text },
  RetryAfter: { description: "Seconds after which trying again makes sense.", schema: { type: "integer" } },
  WWWAuthenticate: { description: "How to authenticate (RFC 9110 §11.6.1).", schema: text },
  IdempotencyReplayed: {
    description: "`true` when this is the first answer again.",
    schema: { ...text, enum: ["true"] },
  },
} as const;

/** All answers of an operation by their status. */
export const responsesOf = (route: NamedRoute, schemas: Schemas): Json => ({
  [route.status]: route.status === 302 ? redirect : success(route, schemas, route.status === 201),
  ...(route.upsert ? { 201: success(route, schemas, true) } : {}),
  ...(route.method === "GET" && route.etag && route.scope !== "open"
    ? { 304: { description: "The record is still the same.", headers: { ETag: reference("headers", "ETag") } } }
    : {}),
  ...(isPage(route)
    ? { 304: { description: "The page is still the same.", headers: { ETag: reference("headers", "ETag") } } }
    : {}),
  ...Object.fromEntries(errorsOf(route).map((status) => [status, reference("responses", `Problem${status}`)])),
  ...(isPage(route) && route.path.includes("{") ? { 404: missingPage } : {}),
  ...(route.operation === "issueToken" ? tokenErrors : {}),
});

const redirect = {
  description: "It is there, for a few minutes.",
  headers: { Location: reference("headers", "Location") },
};

/** A page or feed of the public site. */
const isPage = ({ function: owner, contentType = "" }: NamedRoute) =>
  owner === "pages" && /html|atom/.test(contentType);

/** A page that is not there is answered as a page. */
const missingPage = {
  description: "There is no such page, or it is no longer published.",
  content: { "text/html": { schema: text } },
};

/** The token endpoint names its errors as OAuth does. */
const tokenErrors = { 400: reference("responses", "TokenRefused"), 401: reference("responses", "ClientUnknown") };

const success = (route: NamedRoute, schemas: Schemas, made: boolean): Json => {
  if (route.status === 204) return { description: "Done; nothing more to say." };
  const headers = {
    ...(route.etag ? { ETag: reference("headers", "ETag") } : {}),
    ...(made && route.location ? { Location: reference("headers", "Location") } : {}),
    ...(isList(route) ? { Link: reference("headers", "Link") } : {}),
    ...(route.method === "POST" && route.scope !== "open"
      ? { "Idempotency-Replayed": reference("headers", "IdempotencyReplayed") }
      : {}),
  };
  const type = route.contentType?.split(";")[0] ?? "application/json";
  const schema = route.contentType ? text : schemas.answerOf(route);
  return {
    description: made ? "Made." : isList(route) ? "A page of the list." : "As asked.",
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    content: { [type]: { schema } },
  };
};

/** The statuses that can go wrong, in the order in which they are looked at. */
const errorsOf = (route: NamedRoute): number[] => [
  400,
  ...(route.scope === "open" ? openErrors(route) : closedErrors(route)),
  ...[429, 500, 503],
];

const openErrors = ({ path }: NamedRoute) => (path.includes("{") ? [404] : []);

/** Parameters that say whose list it is: 404 where the caller does not see that organisation. */
const listedBelow: readonly string[] = ["organisationId", "parentId"];

const closedErrors = (route: NamedRoute): number[] => {
  const hasBody = route.bodyType !== undefined || route.body !== undefined;
  const covered = Object.keys(shapeOf(route.query) ?? {}).filter((name) => listedBelow.includes(name));
  const namesRecord = route.path.includes("{") || covered.length > 0;
  const possible: [number, boolean][] = [
    [401, true],
    [403, true],
    [404, namesRecord],
    // An export may be more than one answer holds.
    [409, route.method !== "GET" || route.operation === "exportMember"],
    [412, route.ifMatch !== undefined],
    [413, hasBody],
    [415, hasBody],
    [422, hasBody || route.method === "POST"],
    [428, route.ifMatch === "required"],
  ];
  return possible.flatMap(([status, applies]) => (applies ? [status] : []));
};
