import type { Route } from "../../lib/contract/route.ts";
import type { Result } from "../../lib/records/request-context.ts";
import { decodeStored } from "../../lib/shared/shape.ts";
import type { Cursors } from "../../lib/table/cursor.ts";
import { etagOf, isNoneMatch } from "./etag.ts";
import { type ApiAnswer, type ApiEvent, header } from "./event.ts";
import type { OperationResult } from "./operation.ts";
import { boundTo } from "./request.ts";

const json = "application/json; charset=utf-8";

export type Answering = { event: ApiEvent; route: Route; cursors: Cursors; clientId: string };

/** Turns what an operation gave into the answer its route promises; bodies go out through the route's schema. */
export const answerOf = (result: OperationResult, about: Answering): ApiAnswer => {
  if (result === undefined) return { statusCode: 204, headers: {} };
  if ("raw" in result) {
    const { status, body, headers } = result.raw;
    return { statusCode: status ?? about.route.status, headers, body };
  }
  return "page" in result ? pageAnswer(result.page, about) : recordAnswer(result, about);
};

const shaped = (route: Route, value: object): string =>
  JSON.stringify(route.response ? decodeStored(route.response, value) : value);

const recordAnswer = (outcome: Result, { event, route }: Answering): ApiAnswer => {
  const etag = outcome.version === undefined ? undefined : etagOf(outcome.version);
  const headers: Record<string, string> = { "content-type": json };
  if (etag) headers.etag = etag;
  const method = event.requestContext.http.method;
  if (method === "GET" && etag && isNoneMatch(header(event, "if-none-match"), etag))
    return { statusCode: 304, headers: { etag } };
  const made = route.upsert ? outcome.created === true : route.status === 201;
  if (made && route.location) headers.location = locationOf(route.location, outcome.record, event);
  return { statusCode: made ? 201 : route.status, headers, body: shaped(route, outcome.record) };
};

const locationOf = (template: string, record: object, event: ApiEvent): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) =>
    name === "id" && "id" in record ? String(record.id) : (event.pathParameters?.[name] ?? ""),
  );

const pageAnswer = (page: { items: object[]; next: string | undefined }, about: Answering): ApiAnswer => {
  const { event, route, cursors, clientId } = about;
  const nextCursor = page.next === undefined ? null : cursors.seal(page.next, boundTo(event, route, clientId));
  const headers: Record<string, string> = { "content-type": json };
  if (nextCursor) {
    const query = new URLSearchParams(event.rawQueryString);
    query.set("cursor", nextCursor);
    headers.link = `<${event.rawPath}?${query}>; rel="next"`;
  }
  return { statusCode: route.status, headers, body: shaped(route, { items: page.items, nextCursor }) };
};
