import * as z from "zod/mini";
import { shapeOf } from "../../lib/contract/openapi/names.ts";
import type { Route } from "../../lib/contract/route.ts";
import { isId } from "../../lib/shared/ids.ts";
import { validateInput } from "../../lib/shared/input-validation.ts";
import { mergePatch } from "../../lib/shared/merge-patch.ts";
import { notFound } from "../../lib/shared/problem.ts";
import type { Cursors } from "../../lib/table/cursor.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { readBytes, readJson } from "./body.ts";
import { parseIfMatch } from "./etag.ts";
import { type ApiEvent, header, queryEntries } from "./event.ts";
import type { ApiRequest } from "./operation.ts";
import { languageOf } from "./problem-response.ts";
import { readQuery } from "./query.ts";

const noBody = z.strictObject({});

/** A parsed request and its body as sent. */
export type ReadRequest = { request: ApiRequest<Route>; body: unknown };

/** Parses a request. Throws 400, 413 and 415, and 404 for a malformed id. */
export const readRequest = (event: ApiEvent, route: Route, cursors: Cursors, clientId: string): ReadRequest => {
  const query = readQuery(event, route);
  const body = route.body && route.bodyType !== "form" ? readJson(event, route) : undefined;
  const ifMatch = parseIfMatch(header(event, "if-match"));
  const bound = cursorBinding(event, route, clientId);
  const { limit = limits.pageDefault, cursor } = (query ?? {}) as { limit?: number; cursor?: string };
  const after = cursor === undefined ? undefined : cursors.open(cursor, bound);
  const params = readParameters(event);
  const schema = (route.body ?? noBody) as z.ZodMiniType<object>;
  const request: ApiRequest<Route> = {
    params,
    query: query as undefined,
    validation: () => validateInput(schema, body),
    change: (current) => validateInput(schema, mergePatch(current, body)),
    form: () => new URLSearchParams(readBytes(event, route).toString("utf8")),
    header: (name) => header(event, name),
    language: languageOf(header(event, "accept-language")),
    precondition: ifMatch,
    page: () => ({ limit, after }),
    cursorAt: (position) => cursors.seal(position, bound),
    cursors,
  };
  return { request, body };
};

/** A cursor is bound to the list, its filters and the client. */
export const cursorBinding = (event: ApiEvent, { query: schema }: Route, clientId: string): string => {
  const known = Object.keys(shapeOf(schema) ?? {}).filter((name) => name !== "cursor" && name !== "limit");
  const query = new URLSearchParams(queryEntries(event).filter(([name]) => known.includes(name)));
  query.sort();
  return JSON.stringify([clientId, event.rawPath, query.toString()]);
};

/** Parameters of the path. Throws 404 for a malformed id, as for an id without a record. */
const readParameters = (event: ApiEvent): Record<string, string> => {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.pathParameters ?? {})) {
    if (name !== "externalId" && name.endsWith("Id") && !isId(value)) throw notFound();
    params[name] = value ?? "";
  }
  return params;
};
