import * as z from "zod/mini";
import { shapeOf } from "../../lib/contract/openapi/names.ts";
import type { Route } from "../../lib/contract/route.ts";
import { isId } from "../../lib/shared/ids.ts";
import { type InputValidation, validateInput, validatePatch } from "../../lib/shared/input-validation.ts";
import { notFound } from "../../lib/shared/problem.ts";
import type { Cursors } from "../../lib/table/cursor.ts";
import { limits } from "../../lib/vocabulary/limits.ts";
import { hasBody, readJson, readText } from "./body.ts";
import { parsePrecondition } from "./etag.ts";
import { type ApiEvent, header, queryEntries } from "./event.ts";
import type { ApiRequest } from "./operation.ts";
import { languageOf } from "./problem-response.ts";
import { readQuery } from "./query.ts";

/** The input of a route without a body, which is an error where one was sent. */
const validateNoBody = (body: unknown): InputValidation<object> => {
  const validation = validateInput(z.strictObject({}), {});
  if (body !== undefined) validation.addError("", "unexpected-body");
  return validation;
};

/** A parsed request and its body as sent. */
export type ReadRequest = { request: ApiRequest<Route>; body: unknown };

/** The JSON body of a request; of a route that takes none, where a write has one. Undefined for a form or without a body. */
const bodyOf = (event: ApiEvent, route: Route): unknown => {
  const bodyType = route.bodyType ?? "json";
  const expected = route.body !== undefined || (route.method !== "GET" && hasBody(event));
  return expected && bodyType !== "form" ? readJson(event, bodyType) : undefined;
};

/** Separates the fields of a record that is sent back whole: those that its input does not have are read-only. */
const separateReadOnly = (body: unknown, { method, body: schema, response }: Route) => {
  const isSentBack = method === "PUT" || method === "PATCH";
  if (!isSentBack || typeof body !== "object" || body === null || Array.isArray(body))
    return { input: body, readOnly: {} };
  const [writable, readable] = [shapeOf(schema) ?? {}, shapeOf(response) ?? {}];
  const isReadOnly = (name: string) => Object.hasOwn(readable, name) && !Object.hasOwn(writable, name);
  const fields = Object.entries(body);
  return {
    input: Object.fromEntries(fields.filter(([name]) => !isReadOnly(name))),
    readOnly: Object.fromEntries(fields.filter(([name]) => isReadOnly(name))),
  };
};

/** `If-None-Match` of a GET concerns the response, not the record: `response.ts` reads it. */
const preconditionOf = (event: ApiEvent, { method }: Route) =>
  method === "GET"
    ? undefined
    : parsePrecondition(header(event, "if-match"), method === "PUT" ? header(event, "if-none-match") : undefined);

/** Parses a request. Throws 400, 413 and 415, and 404 for a malformed id. */
export const readRequest = (event: ApiEvent, route: Route, cursors: Cursors, clientId: string): ReadRequest => {
  const query = readQuery(event, route);
  const body = bodyOf(event, route);
  const { input, readOnly } = separateReadOnly(body, route);
  const precondition = preconditionOf(event, route);
  const bound = cursorBinding(event, route, clientId);
  const { limit = limits.pageDefault, cursor } = (query ?? {}) as { limit?: number; cursor?: string };
  const after = cursor === undefined ? undefined : cursors.open(cursor, bound);
  const params = readParameters(event);
  const schema = route.body as z.ZodMiniType<object> | undefined;
  const request: ApiRequest<Route> = {
    params,
    query: query as undefined,
    validation: () => (schema ? validateInput(schema, input, readOnly) : validateNoBody(body)),
    change: (current) => (schema ? validatePatch(schema, current, { patch: input, readOnly }) : validateNoBody(body)),
    form: () => new URLSearchParams(readText(event, "form")),
    header: (name) => header(event, name),
    sourceAddress: event.requestContext.http.sourceIp,
    language: languageOf(header(event, "accept-language")),
    precondition,
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
