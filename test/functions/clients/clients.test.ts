import { operations } from "../../../functions/clients/operations.ts";
import { serve } from "../../../functions/shared/http.ts";
import { clientsRoutes as routes } from "../../../lib/contract/routes/clients.ts";
import { apiEvent, type RequestParts } from "../../support/api-event.ts";
import { captureLog } from "../../support/console.ts";
import { rootCaller, startWorld, type World } from "../../support/world.ts";

let world: World;
const log = captureLog();
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  log.release();
  await world.close();
});

const call = async (route: (typeof routes)[keyof typeof routes], asked: RequestParts = {}) => {
  const handler = serve(operations, {}, () => world.dependencies);
  const event = apiEvent(route, { caller: rootCaller, ...asked });
  const { statusCode, headers, body } = await handler(event, {} as Parameters<typeof handler>[1]);
  return { statusCode, headers, json: JSON.parse(body ?? "{}") };
};
const body = { name: "Phòng họp", scopes: ["dangbo/read"] };

test("A client is made with its secret, read without, renewed with, and deleted", async () => {
  const made = await call(routes.createClient, { body });
  expect(made).toMatchObject({ statusCode: 201, headers: { etag: '"1"', location: `/v1/clients/${made.json.id}` } });
  expect(made.json).toMatchObject({ ...body, clientId: made.json.id, visibility: "internal" });
  const params = { clientId: made.json.id };
  const read = await call(routes.getClient, { params });
  expect(read.json).toEqual({ ...made.json, clientSecret: undefined });
  const renewed = await call(routes.renewClientSecret, { params });
  expect(renewed).toMatchObject({ statusCode: 200, headers: { etag: '"2"' } });
  expect(renewed.json.clientSecret).not.toBe(made.json.clientSecret);
  const gone = await call(routes.deleteClient, { params, headers: { "If-Match": '"2"' } });
  expect([gone.statusCode, gone.json]).toEqual([204, {}]);
  expect((await call(routes.getClient, { params })).statusCode).toBe(404);
});

test("The same request answered again leaves the secret out, and none is kept", async () => {
  const asked = { body, headers: { "Idempotency-Key": '"once"' } };
  const first = await call(routes.createClient, asked);
  const again = await call(routes.createClient, asked);
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect(again.json).toEqual({ ...first.json, clientSecret: undefined });
  const kept = await world.dependencies.table.get({ pk: "ONCE#admin#/v1/clients#once", sk: "ONCE" });
  expect(kept).toBeDefined();
  expect(JSON.stringify(kept)).not.toContain(first.json.clientSecret);
});

test("Only dangbo/admin manages clients", async () => {
  const caller = { ...rootCaller, scopes: ["dangbo/read", "dangbo/write", "dangbo/publish"] as const };
  for (const route of Object.values(routes))
    expect(await call(route, { caller, params: { clientId: "0".repeat(18) } })).toMatchObject({
      statusCode: 403,
      json: { code: "forbidden" },
    });
});

test("No secret is ever logged", () => {
  expect(log.lines.length).toBeGreaterThan(0);
  expect(log.lines.join("\n")).not.toMatch(/clientSecret|Phòng họp/);
});
