import { operations } from "../../../functions/clients/operations.ts";
import { clientsRoutes as routes } from "../../../lib/contract/routes/clients.ts";
import { useOperations } from "../../support/call-operation.ts";
import { captureLog } from "../../support/console.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
const call = useOperations(world, operations);
let log: ReturnType<typeof captureLog>;
beforeAll(() => {
  log = captureLog();
});
afterAll(() => log.release());
const body = { name: "Phòng họp", scopes: ["dangbo/read"] };

test("Creating a client and renewing its secret return the secret, reading does not", async () => {
  const created = await call(routes.createClient, { body });
  expect(created).toMatchObject({
    statusCode: 201,
    headers: { etag: '"1"', location: `/v1/clients/${created.json.id}` },
  });
  expect(created.json).toMatchObject({ ...body, clientId: created.json.id, visibility: "internal" });
  const params = { clientId: created.json.id };
  const read = await call(routes.getClient, { params });
  expect(read.json).toEqual({ ...created.json, clientSecret: undefined });
  const renewed = await call(routes.renewClientSecret, { params });
  expect(renewed).toMatchObject({ statusCode: 200, headers: { etag: '"2"' } });
  expect(renewed.json.clientSecret).not.toBe(created.json.clientSecret);
  const deleted = await call(routes.deleteClient, { params, headers: { "If-Match": '"2"' } });
  expect([deleted.statusCode, deleted.json]).toEqual([204, undefined]);
  expect((await call(routes.getClient, { params })).statusCode).toBe(404);
});

test("The repeated response of an idempotent request lacks the secret, which is not stored", async () => {
  const asked = { body, headers: { "Idempotency-Key": '"once"' } };
  const first = await call(routes.createClient, asked);
  const repeated = await call(routes.createClient, asked);
  expect(repeated.headers["idempotency-replayed"]).toBe("true");
  expect(repeated.json).toEqual({ ...first.json, clientSecret: undefined });
  const stored = await world.dependencies.table.get({ pk: "ONCE#admin#/v1/clients#once", sk: "ONCE" });
  expect(stored).toBeDefined();
  expect(JSON.stringify(stored)).not.toContain(first.json.clientSecret);
});

test("No secret of a client is logged", () => {
  expect(log.lines.length).toBeGreaterThan(0);
  expect(log.lines.join("\n")).not.toMatch(/clientSecret|Phòng họp/);
});
