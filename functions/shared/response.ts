import type { Route } from "../../lib/contract/route.ts";
import type { Result } from "../../lib/records/request-context.ts";
import { decodeStored } from "../../lib/shared/decode-stored.ts";
import type { Cursors } from "../../lib/table/cursor.ts";
import { etagOf, isNoneMatch } from "./etag.ts";
import { type ApiEvent, type ApiResponse, header } from "./event.ts";
import type { OperationResult } from "./operation.ts";
import { cursorBinding } from "./request.ts";

const json = "application/json; charset=utf-8";

export type ResponseContext = { event: ApiEvent; route: Route; cursors: Cursors; clientId: string };

/** The HTTP response of an operation's result; bodies are serialized through the schema of the route. */
export const toResponse = (result: OperationResult, context: ResponseContext): ApiResponse => {
  if (result === undefined) return { statusCode: 204, headers: {} };
  if ("raw" in result) {
    const { status, body, headers } = result.raw;
    return { statusCode: status ?? context.route.status, headers, body };
  }
  return "page" in result ? pageResponse(result.page, context) : recordResponse(result, context);
};

const serialize = (route: Route, value: object): string =>
  JSON.stringify(route.response ? decodeStored(route.response, value) : value);

const recordResponse = (result: Result, { event, route }: ResponseContext): ApiResponse => {
  const etag = result.version === undefined ? undefined : etagOf(result.version);
  const headers: Record<string, string> = { "content-type": json };
  if (etag) headers.etag = etag;
  const method = event.requestContext.http.method;
  if (method === "GET" && etag && isNoneMatch(header(event, "if-none-match"), etag))
    return { statusCode: 304, headers: { etag } };
  const created = route.upsert ? result.created === true : route.status === 201;
  if (created && route.location) headers.location = locationOf(route.location, result.record, event);
  return { statusCode: created ? 201 : route.status, headers, body: serialize(route, result.record) };
};

const locationOf = (template: string, record: object, event: ApiEvent): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === "id" && "id" in record ? String(record.id) : (event.pathParameters?.[name] ?? ""),
  );

const pageResponse = (page: { items: object[]; next: string | undefined }, context: ResponseContext): ApiResponse => {
  const { event, route, cursors, clientId } = context;
  const nextCursor = page.next === undefined ? null : cursors.seal(page.next, cursorBinding(event, route, clientId));
  const headers: Record<string, string> = { "content-type": json };
  if (nextCursor) {
    const query = new URLSearchParams(event.rawQueryString);
    query.set("cursor", nextCursor);
    headers.link = `<${event.rawPath}?${query}>; rel="next"`;
  }
  return { statusCode: route.status, headers, body: serialize(route, { items: page.items, nextCursor }) };
};
