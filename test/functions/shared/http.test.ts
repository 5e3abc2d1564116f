import type { Context } from "aws-lambda";
import type { ApiEvent } from "../../../functions/shared/event.ts";
import { serve } from "../../../functions/shared/http.ts";
import type { Route } from "../../../lib/contract/route.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { apiEvent, type RequestParts } from "../../support/api-event.ts";
import { captureLog } from "../../support/console.ts";
import { thingRoutes as routes, thingOperations } from "../../support/things.ts";
import { rootCaller, useWorld } from "../../support/world.ts";

const world = useWorld();
const log = captureLog();
afterAll(() => log.release());

const handle = (event: ApiEvent, dependencies = world.dependencies) =>
  serve(thingOperations, {}, () => dependencies)(event, {} as Context);
const call = async (route: Route, asked: RequestParts = {}) => {
  const { statusCode, headers, body } = await handle(apiEvent(route, { caller: rootCaller, ...asked }));
  return { statusCode, headers, body, json: body === undefined ? undefined : JSON.parse(body) };
};
const make = async (body: object = { name: "Một" }) => (await call(routes.createThing, { body })).json.id as string;
const codeOf = async (route: Route, asked: RequestParts) => {
  const { statusCode, json } = await call(route, asked);
  return [statusCode, json?.code];
};
const absent = { thingId: "0".repeat(18) };
const match = (etag: string) => ({ "If-Match": etag });

test("A created record is returned complete with its location and version, without undeclared fields", async () => {
  const { statusCode, headers, json } = await call(routes.createThing, { body: { name: "  Một  " } });
  expect(statusCode).toBe(201);
  expect(json).toEqual({ id: json.id, name: "Một" });
  expect(headers).toMatchObject({
    etag: '"1"',
    location: `/v1/things/${json.id}`,
    "cache-control": "private, no-store",
  });
});

test("An unchanged record is not sent again", async () => {
  const params = { thingId: await make() };
  for (const value of ['"1"', 'W/"1"', '"0", "1"', "*"]) {
    const { statusCode, headers, body } = await call(routes.getThing, { params, headers: { "If-None-Match": value } });
    expect([value, statusCode, body, headers.etag]).toEqual([value, 304, undefined, '"1"']);
  }
  for (const value of ['"2"', "1", '"11"', ""])
    expect((await call(routes.getThing, { params, headers: { "If-None-Match": value } })).statusCode).toBe(200);
});

test("An update requires the current version: 428 without If-Match, 412 if stale or weak, 400 if malformed", async () => {
  const asked = { params: { thingId: await make() }, body: { name: "Hai" } };
  expect(await codeOf(routes.updateThing, asked)).toEqual([428, "precondition-required"]);
  expect(await codeOf(routes.updateThing, { ...asked, headers: match('"2"') })).toEqual([412, "stale"]);
  expect(await codeOf(routes.updateThing, { ...asked, headers: match('W/"1"') })).toEqual([412, "stale"]);
  expect(await codeOf(routes.updateThing, { ...asked, headers: match("1") })).toEqual([400, "invalid-header"]);
  const changed = await call(routes.updateThing, { ...asked, headers: match('"1"') });
  expect(changed).toMatchObject({ statusCode: 200, headers: { etag: '"2"' }, json: { name: "Hai" } });
  expect((await call(routes.updateThing, { ...asked, headers: match("*") })).headers.etag).toBe('"3"');
});

test("Of two concurrent updates of one version exactly one succeeds", async () => {
  const params = { thingId: await make() };
  const both = await Promise.all(
    ["Hai", "Ba"].map((name) => call(routes.updateThing, { params, body: { name }, headers: match('"1"') })),
  );
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
});

test("A write that a concurrent write makes fail is attempted again, and at most eight times", async () => {
  const { table } = world.dependencies;
  const afterConflicts = async (conflicts: number) => {
    let attempts = 0;
    const write: typeof table.write = async (writes) => {
      if (attempts++ < conflicts) throw new Problem("write-conflict");
      return table.write(writes);
    };
    const event = apiEvent(routes.createThing, { caller: rootCaller, body: { name: "Một" } });
    const { statusCode } = await handle(event, { ...world.dependencies, table: { ...table, write } });
    return [statusCode, attempts];
  };
  expect(await afterConflicts(2)).toEqual([201, 3]);
  expect(await afterConflicts(100)).toEqual([409, 8]);
});

test("A merge patch clears a field with null and is accepted with both media types", async () => {
  const params = { thingId: await make({ name: "Một", on: "2024-01-01" }) };
  const headers = { ...match('"1"'), "Content-Type": "application/merge-patch+json" };
  const { json } = await call(routes.updateThing, { params, body: { on: null }, headers });
  expect(json).toEqual({ id: params.thingId, name: "Một" });
});

test("A deletion returns 204 without a body, and the record is gone", async () => {
  const params = { thingId: await make() };
  expect(await call(routes.deleteThing, { params, headers: match('"1"') })).toMatchObject({
    statusCode: 204,
    body: undefined,
  });
  expect(await codeOf(routes.getThing, { params })).toEqual([404, "not-found"]);
});

test("Errors are checked in the documented order", async () => {
  const bad = { body: "{", query: "x=1", params: absent };
  const nobody = { ...bad, caller: { ...rootCaller, scopes: [] } };
  expect((await handle(apiEvent(routes.updateThing, bad))).statusCode).toBe(401);
  expect(await codeOf(routes.updateThing, nobody)).toEqual([403, "forbidden"]);
  expect(await codeOf(routes.updateThing, bad)).toEqual([400, "invalid-query"]);
  expect(await codeOf(routes.updateThing, { ...bad, query: "" })).toEqual([400, "invalid-json"]);
  const faulty = { params: absent, body: { colour: 1 } };
  expect(await codeOf(routes.updateThing, faulty)).toEqual([404, "not-found"]);
  const existing = { ...faulty, params: { thingId: await make() } };
  expect(await codeOf(routes.updateThing, existing)).toEqual([428, "precondition-required"]);
  expect(await codeOf(routes.updateThing, { ...existing, headers: match('"7"') })).toEqual([412, "stale"]);
  expect(await codeOf(routes.updateThing, { ...existing, headers: match('"1"') })).toEqual([422, "invalid-input"]);
});

test("A malformed id returns 404 like an id without a record", async () => {
  for (const thingId of ["x", "0".repeat(17), "i".repeat(18), "%00", "../../etc"])
    expect(await codeOf(routes.getThing, { params: { thingId } })).toEqual([404, "not-found"]);
});

test("The response lists every error of a body in the requested language", async () => {
  const body = { name: "", on: "2024-02-30", deep: { size: "x", "a/b": 1 }, colour: 1 };
  const { statusCode, headers, json } = await call(routes.createThing, {
    body,
    headers: { "Accept-Language": "vi-VN" },
  });
  expect([statusCode, headers["content-type"]]).toEqual([422, "application/problem+json; charset=utf-8"]);
  expect(headers["content-language"]).toBe("vi");
  expect(
    json.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`).sort(),
  ).toEqual([
    "/colour unknown-field",
    "/deep/a~1b unknown-field",
    "/deep/size wrong-type",
    "/name too-short",
    "/on not-a-date",
  ]);
  expect(json.errors[0].message).toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàãéèíìóòõúùý]/);
  expect(json).toMatchObject({ type: "/docs#problem-invalid-input", status: 422, instance: "request-1" });
});

test("Twenty concurrent POSTs with one idempotency key have one effect and equal responses", async () => {
  const asked = { body: { name: "Hai mươi" }, headers: { "Idempotency-Key": '"twenty"' } };
  const answers = await Promise.all(Array.from({ length: 20 }, () => call(routes.createThing, asked)));
  expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(answers[0]?.statusCode).toBe(201);
  expect(answers.filter(({ headers }) => headers["idempotency-replayed"] === undefined)).toHaveLength(1);
  const { json } = await call(routes.listThings, { query: "limit=100" });
  expect(json.items.filter(({ name }: { name: string }) => name === "Hai mươi")).toHaveLength(1);
});

test("An idempotency key is bound to one body, client and path for 24 hours", async () => {
  const headers = { "Idempotency-Key": "k" };
  const first = await call(routes.createThing, { body: { name: "a", on: "2024-01-01" }, headers });
  const again = await call(routes.createThing, { body: { on: "2024-01-01", name: "a" }, headers });
  expect(again.json).toEqual(first.json);
  expect(again.headers).toMatchObject({
    "idempotency-replayed": "true",
    location: first.headers.location,
    etag: '"1"',
  });
  expect(await codeOf(routes.createThing, { body: { name: "b" }, headers })).toEqual([422, "idempotency-key-reused"]);
  const caller = { ...rootCaller, clientId: "other" };
  expect((await call(routes.createThing, { body: { name: "b" }, headers, caller })).statusCode).toBe(201);
  world.setNow("2024-01-16T03:00:01Z");
  const later = await call(routes.createThing, { body: { name: "b" }, headers });
  expect([later.statusCode, later.headers["idempotency-replayed"]]).toEqual([201, undefined]);
  world.setNow("2024-01-15T03:00:00Z");
});

test("Only successful responses are stored: a rejected request may be corrected with the same key", async () => {
  const headers = { "Idempotency-Key": '"mended"' };
  expect(await codeOf(routes.createThing, { body: { name: "" }, headers })).toEqual([422, "invalid-input"]);
  expect((await call(routes.createThing, { body: { name: "a" }, headers })).statusCode).toBe(201);
});

test("A cursor is valid for its list, filters and client with any limit", async () => {
  for (const name of ["a", "b", "c"]) await make({ name });
  const { json, headers } = await call(routes.listThings, { query: "limit=1" });
  expect(json.items).toHaveLength(1);
  expect(headers.link).toBe(`</v1/things?limit=1&cursor=${json.nextCursor}>; rel="next"`);
  const cursor = encodeURIComponent(json.nextCursor);
  expect((await call(routes.listThings, { query: `limit=2&cursor=${cursor}` })).json.items).toHaveLength(2);
  const refused = [400, "invalid-cursor"];
  const caller = { ...rootCaller, clientId: "other" };
  expect(await codeOf(routes.listThings, { query: `cursor=${cursor}`, caller })).toEqual(refused);
  expect(await codeOf(routes.listThings, { query: `cursor=${cursor}&on=2024-01-01` })).toEqual(refused);
  for (const forged of ["x", "", cursor.slice(1), `${cursor.slice(0, -2)}${cursor.endsWith("AA") ? "BB" : "AA"}`])
    expect([forged, ...(await codeOf(routes.listThings, { query: `cursor=${forged}` }))]).toEqual([forged, ...refused]);
});

test("The last page of a list has no cursor and no Link header", async () => {
  const { json, headers } = await call(routes.listThings, { query: "limit=100" });
  expect([json.nextCursor, headers.link]).toEqual([null, undefined]);
});

test("An unexpected error reveals no details in the response or in the log", async () => {
  const table = { ...world.dependencies.table, get: () => Promise.reject(new Error("arn:aws:dynamodb Nguyễn Văn A")) };
  const event = apiEvent(routes.getThing, { params: absent, caller: rootCaller });
  const { statusCode, body = "" } = await handle(event, { ...world.dependencies, table });
  expect([statusCode, JSON.parse(body).code]).toEqual([500, "internal"]);
  expect(body).not.toMatch(/arn:|Nguyễn|Error|\.ts/);
  expect(log.lines.join("\n")).not.toMatch(/arn:|Nguyễn/);
  expect(log.lines.some((line) => line.includes('"event":"failure"'))).toBe(true);
});

test("Names, queries and paths are never logged", async () => {
  const canary = "Hoàng-Canary";
  await call(routes.createThing, { body: { name: canary }, headers: { "Idempotency-Key": canary.slice(-6) } });
  await call(routes.listThings, { query: `q=${encodeURIComponent(canary)}` });
  await call(routes.getThing, { params: { thingId: canary } });
  expect(log.lines.join("\n")).not.toMatch(/Canary|Ho%C3/);
  expect(log.lines.at(-1)).toBe(
    '{"event":"request","requestId":"request-1","route":"GET /v1/things/{thingId}","status":404}',
  );
});

test("A deeply nested body is rejected", async () => {
  const depth = 100_000;
  const body = `{"deep":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
  const headers = { ...match('"1"'), "Idempotency-Key": "deep" };
  expect(await codeOf(routes.createThing, { body, headers })).toEqual([400, "invalid-json"]);
  expect(await codeOf(routes.updateThing, { body, headers, params: { thingId: await make() } })).toEqual([
    400,
    "invalid-json",
  ]);
});

test("The log names the method that was sent, HEAD too", async () => {
  const route = { method: "HEAD", path: routes.listThings.path } as const;
  const { statusCode, body } = await handle(apiEvent(route, { caller: rootCaller }));
  expect([statusCode, body]).toEqual([200, undefined]);
  expect(log.lines.at(-1)).toContain('"route":"HEAD /v1/things","status":200');
});
