import { isJson } from "../../lib/contract/openapi/json.ts";
import type { HttpResponse } from "../support/send.ts";
import { faultsIn, placeOf } from "./bodies.ts";
import type { Operation } from "./document.ts";
import type { Sent } from "./plan.ts";
import type { Pool } from "./pool.ts";
import { type Binding, namesIn, type Templates } from "./templates.ts";

/** Stores values of a response for later calls: records, ids, ETags, cursors and accepted bodies. */
export const learn = (sent: Sent, response: HttpResponse, pool: Pool, templates: Templates): void => {
  const { operation } = sent;
  const isSuccess = response.status >= 200 && response.status < 400;
  if (!isSuccess) {
    learnRejection(sent, response, pool);
    return;
  }
  // Documents of the service contain ids of examples.
  if (operation && !operation.needsToken && response.json !== undefined) return;
  if (operation?.method === "DELETE") {
    pool.remove(operation.path, sent.binding);
    return;
  }
  for (const { place, value } of sent.references) pool.acceptReference(place, value);
  if (sent.bodyName !== undefined && sent.value !== undefined) pool.acceptBody(sent.bodyName, sent.value);
  if (operation) storePath(operation, sent.binding, pool, templates);
  learnHeaders(sent, response, pool, templates);
  if (response.json !== undefined) lookInto(response.json, sent, pool, templates);
  else for (const [, link = ""] of response.text.matchAll(/(?:href|src)="([^"]+)"/g)) see(link, pool, templates);
};

/** Stores the records of the path, which is valid. */
const storePath = ({ path, method }: Operation, binding: Binding, pool: Pool, templates: Templates): void => {
  for (const template of templates.lineage(path)) {
    const isAction = method === "POST" && template === path;
    if (!isAction)
      pool.store(template, Object.fromEntries(namesIn(template).map((name) => [name, binding[name] ?? ""])));
  }
};

/** The first client sees every record, so that a 404 means it was deleted. Faults name the rejected references. */
const learnRejection = (sent: Sent, { status, json }: HttpResponse, pool: Pool): void => {
  const { operation, actor, binding, references, bodyName, value } = sent;
  if (!operation || actor !== 0 || !isJson(json)) return;
  if (status === 404 && operation.method === "GET") pool.remove(operation.path, binding);
  if (bodyName === undefined) return;
  const faults = faultsIn(json);
  if (status === 422 && value !== undefined) pool.rejectBody(bodyName, { value, faults });
  const places = new Set(faults.map((fault) => placeOf(bodyName, fault)));
  for (const one of references) if (places.has(one.place)) pool.rejectReference(one.place, one.value);
};

const learnHeaders = (sent: Sent, { status, headers }: HttpResponse, pool: Pool, templates: Templates): void => {
  const { location, etag } = headers;
  if (location) see(location, pool, templates);
  if (etag) pool.setEtag(status === 201 && location ? location : sent.path, etag);
};

const lookInto = (json: unknown, sent: Sent, pool: Pool, templates: Templates): void => {
  if (!isJson(json)) return;
  if (typeof json.nextCursor === "string") pool.addCursor(sent.path, json.nextCursor);
  if (Array.isArray(json.items)) for (const item of json.items) seeItem(item, sent, pool, templates);
  walk(json, (name, value) => {
    if (templates.names.has(name)) pool.addValue(name, value);
    if (value.startsWith("/")) see(value, pool, templates);
  });
};

const see = (link: string, pool: Pool, templates: Templates) => {
  const found = templates.match(link.split(/[?#]/)[0] ?? "");
  if (found) pool.store(found.template, found.binding);
};

/** Stores an item of a list by its id, if the document has a path for it. */
const seeItem = (item: unknown, { operation, binding }: Sent, pool: Pool, templates: Templates) => {
  if (!operation || !isJson(item) || typeof item.id !== "string") return;
  const template = templates.itemOf(operation.path);
  if (!template) return;
  const own = namesIn(template).at(-1) ?? "";
  const complete: Binding = { ...binding, [own]: item.id };
  pool.store(template, complete);
};

const walk = (value: unknown, visit: (name: string, value: string) => void, name = ""): void => {
  if (typeof value === "string" || typeof value === "number") visit(name, String(value));
  else if (Array.isArray(value)) for (const one of value) walk(one, visit, name);
  else if (isJson(value)) for (const [inner, one] of Object.entries(value)) walk(one, visit, inner);
};
