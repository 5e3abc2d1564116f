import type { Route } from "../route.ts";
import type { routeList } from "../routes.ts";
import type { Json } from "./json.ts";
import { parametersOf } from "./parameters.ts";
import { responsesOf } from "./responses.ts";
import type { Schemas } from "./schemas.ts";

type NamedRoute = (typeof routeList)[number];

const mediaTypes: Record<NonNullable<Route["bodyType"]>, readonly string[]> = {
  json: ["application/json"],
  "merge-patch": ["application/merge-patch+json", "application/json"],
  form: ["application/x-www-form-urlencoded"],
};

/** The paths of the document, derived from the routes. */
export const pathsOf = (list: readonly NamedRoute[], schemas: Schemas): Json => {
  const paths: Record<string, Json> = {};
  for (const route of list) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route, schemas) };
  }
  return paths;
};

const operationOf = (route: NamedRoute, schemas: Schemas): Json => {
  const parameters = parametersOf(route);
  const body = bodyOf(route, schemas);
  return {
    operationId: route.operation,
    summary: route.summary,
    ...(route.description ? { description: route.description } : {}),
    tags: [route.function],
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: responsesOf(route, schemas),
  };
};

const securityOf = (route: NamedRoute): Json[] => {
  if (route.operation === "issueToken") return [{ clientCredentials: [] }, {}];
  return route.scope === "open" ? [] : [{ oauth2: [route.scope] }];
};

const bodyOf = (route: NamedRoute, schemas: Schemas): Json | undefined => {
  if (!route.body && !route.bodyType) return undefined;
  const { example } = route;
  const content = { schema: schemas.bodyOf(route), ...(example ? { example } : {}) };
  return {
    required: true,
    content: Object.fromEntries(mediaTypes[route.bodyType ?? "json"].map((type) => [type, content])),
  };
};
