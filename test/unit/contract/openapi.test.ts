import { readFileSync } from "node:fs";
import type * as z from "zod/mini";
import { isJson, type Json } from "../../../lib/contract/openapi/json.ts";
import { shapeOf } from "../../../lib/contract/openapi/names.ts";
import { openApiDocument } from "../../../lib/contract/openapi.ts";
import { routeList } from "../../../lib/contract/routes.ts";
import { fieldErrorMessages } from "../../../lib/vocabulary/field-errors.ts";
import { problems } from "../../../lib/vocabulary/problems.ts";

type Operation = { operationId: string; security: object[]; responses: Json; requestBody?: Json; parameters?: Json[] };
const document = openApiDocument() as {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, Json>>;
} & Json;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, operation })),
);
const operationOf = (id: string) => operations.find(({ operation }) => operation.operationId === id)?.operation;

const everyObject = (value: unknown): Json[] => {
  if (Array.isArray(value)) return value.flatMap(everyObject);
  return isJson(value) ? [value, ...Object.values(value).flatMap(everyObject)] : [];
};

test("The committed document equals the one generated from routes and schemas", () => {
  const committed = readFileSync(new URL("../../../openapi.json", import.meta.url), "utf8");
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(document)));
});

test("The document contains every route under its operation, and no others", () => {
  const described = operations.map(({ key, operation }) => `${operation.operationId} ${key}`);
  const routed = routeList.map(({ operation, method, path }) => `${operation} ${method} ${path}`);
  expect(described.sort()).toEqual(routed.sort());
});

test("Every reference has a component, and every component is referenced", () => {
  const references = everyObject(document).flatMap(({ $ref }) => (typeof $ref === "string" ? [$ref] : []));
  const components = Object.entries(document.components)
    .filter(([kind]) => kind !== "securitySchemes")
    .flatMap(([kind, named]) => Object.keys(named).map((name) => `#/components/${kind}/${name}`));
  expect([...new Set(references)].sort()).toEqual(components.sort());
});

test("Every operation requires the scope of its route, and an open one none", () => {
  for (const { operation, scope } of routeList) {
    const wanted = scope === "open" ? [] : [{ oauth2: [scope] }];
    const security = operationOf(operation)?.security;
    expect([operation, security]).toEqual([
      operation,
      operation === "issueToken" ? [{ clientCredentials: [] }, {}] : wanted,
    ]);
  }
});

test("The lists of codes equal those of the vocabulary", () => {
  expect(Object.keys(document["x-problem-codes"] as object)).toEqual(Object.keys(problems));
  expect(document["x-fault-codes"]).toEqual(fieldErrorMessages);
  const { Problem, Fault } = document.components.schemas as Record<string, { properties: Record<string, Json> }>;
  expect(Problem?.properties.code?.enum).toEqual(Object.keys(problems));
  expect(Fault?.properties.code?.enum).toEqual(Object.keys(fieldErrorMessages));
});

test("Every status of a problem is a response of some operation", () => {
  const documented = new Set(operations.flatMap(({ operation }) => Object.keys(operation.responses)));
  // Responses of the $default route belong to no operation.
  const statuses = Object.values(problems).map(({ status }) => String(status));
  expect(statuses.filter((status) => !documented.has(status) && status !== "405")).toEqual([]);
});

test("Bodies reject unknown fields, and the document says so", () => {
  for (const { operation, body, bodyType } of routeList) {
    if (!body || bodyType === "form") continue;
    const content = operationOf(operation)?.requestBody?.content as Record<string, { schema: { $ref: string } }>;
    const [{ schema } = { schema: { $ref: "" } }] = Object.values(content);
    const named = document.components.schemas?.[schema.$ref.split("/").at(-1) ?? ""];
    expect([operation, named?.additionalProperties]).toEqual([operation, false]);
  }
});

test("A merge patch requires no field and clears optional fields with null", () => {
  const patches = Object.entries(document.components.schemas ?? {}).filter(([name]) => name.endsWith("Patch"));
  expect(patches.length).toBeGreaterThan(0);
  for (const [name, schema] of patches) expect([name, schema.required]).toEqual([name, undefined]);
});

test("If-Match, Idempotency-Key and page parameters are documented for the operations that accept them", () => {
  const refs = (id: string) => (operationOf(id)?.parameters ?? []).map(({ $ref, name }) => String($ref ?? name));
  expect(refs("deleteClient")).toEqual([
    "clientId",
    "#/components/parameters/IfMatch",
    expect.stringContaining("Language"),
  ]);
  expect(refs("createClient")).toContain("#/components/parameters/IdempotencyKey");
  expect(refs("getClient")).toContain("#/components/parameters/IfNoneMatch");
  expect(refs("listClients")).toEqual(expect.arrayContaining(["limit", "cursor", "externalId"]));
  const statuses = Object.keys(operationOf("deleteClient")?.responses ?? {});
  expect(statuses.join(" ")).toBe("204 400 401 403 404 409 412 428 429 431 500 503");
});

test("A page's limit is a number from 1 to 100", () => {
  const limit = (operationOf("listClients")?.parameters ?? []).find(({ name }) => name === "limit");
  expect(limit?.schema).toMatchObject({ type: "integer", minimum: 1, maximum: 100 });
});

test("Every body has an example that its schema accepts", () => {
  for (const { operation, body, bodyType } of routeList) {
    if (!body) continue;
    const content = (operationOf(operation)?.requestBody?.content ?? {}) as Record<string, { example?: object }>;
    const [{ example } = {}] = Object.values(content);
    if (bodyType === "merge-patch") expect([operation, ...invalidFieldsOf(body, example)]).toEqual([operation]);
    else expect([operation, body.safeParse(example).error?.issues]).toEqual([operation, undefined]);
  }
});

/** Names of the fields of a merge patch that the record does not have or that reject their value. */
const invalidFieldsOf = (body: z.ZodMiniType, patch: object = { missing: true }) =>
  Object.entries(patch)
    .filter(([name, value]) => !shapeOf(body)?.[name]?.safeParse(value ?? undefined).success)
    .map(([name]) => name);
