import { isJson } from "../../lib/contract/openapi/json.ts";
import type { Operation } from "./document.ts";
import type { Pool } from "./pool.ts";
import { faultsIn, placeOf } from "./repair.ts";
import type { Answer } from "./send.ts";
import type { Sent } from "./sent.ts";
import { type Binding, namesIn, type Templates } from "./templates.ts";

/** Takes from an answer what later calls can use: records, values, ETags, cursors, and what the request got through with. */
export const learn = (sent: Sent, answer: Answer, pool: Pool, templates: Templates): void => {
  const { operation } = sent;
  const isSuccess = answer.status >= 200 && answer.status < 400;
  if (!isSuccess) {
    learnRefusal(sent, answer, pool);
    return;
  }
  // What the service says of itself holds ids of examples.
  if (operation && !operation.needsToken && answer.json !== undefined) return;
  if (operation?.method === "DELETE") {
    pool.drop(operation.path, sent.binding);
    return;
  }
  for (const { place, value } of sent.references) pool.accept(place, value);
  if (sent.bodyName !== undefined && sent.value !== undefined) pool.body(sent.bodyName, sent.value);
  if (operation) keepAll(operation, sent.binding, pool, templates);
  learnHeaders(sent, answer, pool, templates);
  if (answer.json !== undefined) lookInto(answer.json, sent, pool, templates);
  else for (const [, link = ""] of answer.text.matchAll(/(?:href|src)="([^"]+)"/g)) see(link, pool, templates);
};

/** What stands at the path, and all above it: it was useful just now. */
const keepAll = ({ path, method }: Operation, binding: Binding, pool: Pool, templates: Templates): void => {
  for (const template of templates.lineage(path)) {
    const isAction = method === "POST" && template === path;
    if (!isAction)
      pool.keep(template, Object.fromEntries(namesIn(template).map((name) => [name, binding[name] ?? ""])));
  }
};

/** The first client sees all: what is not there for it is gone. Faults name the references that were no good. */
const learnRefusal = (sent: Sent, { status, json }: Answer, pool: Pool): void => {
  const { operation, actor, binding, references, bodyName, value } = sent;
  if (!operation || actor !== 0 || !isJson(json)) return;
  if (status === 404 && operation.method === "GET") pool.drop(operation.path, binding);
  if (bodyName === undefined) return;
  const faults = faultsIn(json);
  if (status === 422 && value !== undefined) pool.validation(bodyName, { value, faults });
  const places = new Set(faults.map((fault) => placeOf(bodyName, fault)));
  for (const one of references) if (places.has(one.place)) pool.refuse(one.place, one.value);
};

const learnHeaders = (sent: Sent, { status, headers }: Answer, pool: Pool, templates: Templates): void => {
  const { location, etag } = headers;
  if (location) see(location, pool, templates);
  if (etag) pool.etag(status === 201 && location ? location : sent.path, etag);
};

const lookInto = (json: unknown, sent: Sent, pool: Pool, templates: Templates): void => {
  if (!isJson(json)) return;
  if (typeof json.nextCursor === "string") pool.cursor(sent.path, json.nextCursor);
  if (Array.isArray(json.items)) for (const item of json.items) seeItem(item, sent, pool, templates);
  walk(json, (name, value) => {
    if (templates.names.has(name)) pool.value(name, value);
    if (value.startsWith("/")) see(value, pool, templates);
  });
};

const see = (link: string, pool: Pool, templates: Templates) => {
  const found = templates.match(link.split(/[?#]/)[0] ?? "");
  if (found) pool.keep(found.template, found.binding);
};

/** An item of a list stands at the list's path and its id, where the document has such a path. */
const seeItem = (item: unknown, { operation, binding }: Sent, pool: Pool, templates: Templates) => {
  if (!operation || !isJson(item) || typeof item.id !== "string") return;
  const template = templates.itemOf(operation.path);
  if (!template) return;
  const own = namesIn(template).at(-1) ?? "";
  const whole: Binding = { ...binding, [own]: item.id };
  pool.keep(template, whole);
};

const walk = (value: unknown, visit: (name: string, value: string) => void, name = ""): void => {
  if (typeof value === "string" || typeof value === "number") visit(name, String(value));
  else if (Array.isArray(value)) for (const one of value) walk(one, visit, name);
  else if (isJson(value)) for (const [inner, one] of Object.entries(value)) walk(one, visit, inner);
};
