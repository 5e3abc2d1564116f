import { info, securitySchemes, tagsOf } from "./openapi/about.ts";
import { isJson, type Json } from "./openapi/json.ts";
import { oauthResponses, oauthSchemas } from "./openapi/oauth.ts";
import { pathsOf } from "./openapi/operations.ts";
import { headerParameters } from "./openapi/parameters.ts";
import { codeLists, pageErrorResponses, problemResponses, problemSchemas } from "./openapi/problems.ts";
import { responseHeaders } from "./openapi/responses.ts";
import { schemasOf } from "./openapi/schemas.ts";
import { routeList } from "./routes.ts";

/** The API as an OpenAPI 3.1 document, derived from the routes and the schemas that validate requests. */
export const openApiDocument = (): Json => {
  const schemas = schemasOf(routeList);
  const document = {
    openapi: "3.1.1",
    info,
    servers: [{ url: "/", description: "The host of this document." }],
    tags: tagsOf(routeList.map((route) => route.function)),
    paths: pathsOf(routeList, schemas),
    components: {
      securitySchemes,
      schemas: sorted({ ...schemas.components, ...problemSchemas, ...oauthSchemas }),
      parameters: headerParameters,
      headers: responseHeaders,
      responses: { ...problemResponses, ...pageErrorResponses, ...oauthResponses },
    },
    ...codeLists,
  };
  return withoutUnused(document);
};

const sorted = (named: Json): Json => Object.fromEntries(Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Removes unreferenced components, repeatedly, since removing one may leave another unreferenced. */
const withoutUnused = (document: Json & { components: Record<string, Json> }): Json => {
  const used = new Set(referencesIn(document));
  let dropped = false;
  const components = Object.fromEntries(
    Object.entries(document.components).map(([kind, named]) => {
      const remaining = Object.entries(named).filter(
        ([name]) => kind === "securitySchemes" || used.has(`#/components/${kind}/${name}`),
      );
      dropped ||= remaining.length < Object.keys(named).length;
      return [kind, Object.fromEntries(remaining)];
    }),
  );
  const pruned = { ...document, components };
  return dropped ? withoutUnused(pruned) : pruned;
};

const referencesIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "$ref" && typeof inner === "string" ? [inner] : referencesIn(inner),
  );
};
