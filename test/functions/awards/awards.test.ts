import { operations } from "../../../functions/awards/operations.ts";
import { awardsRoutes as routes } from "../../../lib/contract/routes/awards.ts";
import { createMeetingFixtures } from "../../store/meetings/meeting-fixtures.ts";
import { useOperations } from "../../support/call-operation.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
const call = useOperations(world, operations);
let tenantId: string;
beforeAll(async () => {
  tenantId = (await createMeetingFixtures(world).committee()).tenantId;
});

const diploma = (title: string) => ({
  organisationId: tenantId,
  form: "diploma-of-merit",
  title,
  year: 2023,
  recipients: [{ organisationId: tenantId }],
});

test("An award is created with Location and ETag, read, listed, updated and deleted", async () => {
  const created = await call(routes.createAward, { body: diploma("a") });
  expect(created).toMatchObject({
    statusCode: 201,
    headers: { etag: '"1"', location: `/v1/awards/${created.json.id}` },
    json: { conferredBy: tenantId, counts: { collective: 1, individual: 0 } },
  });
  const params = { awardId: created.json.id };
  expect((await call(routes.getAward, { params })).json).toEqual(created.json);
  const page = await call(routes.listAwards, { query: `organisationId=${tenantId}&year=2023` });
  expect(page.json).toEqual({ items: [created.json], nextCursor: null });
  const headers = { "If-Match": '"1"', "Content-Type": "application/merge-patch+json" };
  const changed = await call(routes.updateAward, { params, headers, body: { visibility: "public" } });
  expect(changed).toMatchObject({ statusCode: 200, headers: { etag: '"2"' }, json: { visibility: "public" } });
  expect((await call(routes.deleteAward, { params, headers: { "If-Match": '"1"' } })).statusCode).toBe(412);
  expect((await call(routes.deleteAward, { params, headers: { "If-Match": '"2"' } })).statusCode).toBe(204);
  expect((await call(routes.getAward, { params })).statusCode).toBe(404);
});

test("Warnings are in the language of Accept-Language, English by default", async () => {
  const created = await call(routes.createAward, { body: diploma("b"), headers: { "Accept-Language": "vi" } });
  const params = { awardId: created.json.id };
  const messageIn = async (headers: Record<string, string>) =>
    (await call(routes.getAward, { params, headers })).json.warnings[0].message;
  expect(created.json.warnings[0].message).toContain("không có thẩm quyền");
  expect(await messageIn({ "Accept-Language": "vi" })).toContain("không có thẩm quyền");
  expect(await messageIn({})).toContain("does not give");
});

test("A PUT by external id returns 201, then 200", async () => {
  const asked = { params: { source: "hr", externalId: "KT-9" }, body: diploma("c") };
  const created = await call(routes.putAwardByExternalId, asked);
  expect([created.statusCode, created.headers.location]).toEqual([201, `/v1/awards/${created.json.id}`]);
  expect((await call(routes.putAwardByExternalId, asked)).statusCode).toBe(200);
});

test("A POST with an idempotency key creates one award", async () => {
  const asked = { body: diploma("d"), headers: { "Idempotency-Key": '"once"' } };
  const first = await call(routes.createAward, asked);
  const second = await call(routes.createAward, asked);
  expect(second).toMatchObject({ statusCode: 201, headers: { "idempotency-replayed": "true" }, json: first.json });
});

test("All errors of the body are reported together, and an unknown query parameter is rejected", async () => {
  const refused = await call(routes.createAward, { body: { ...diploma("e"), form: "medal", year: 2030, colour: 1 } });
  expect(refused.statusCode).toBe(422);
  expect(
    refused.json.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`),
  ).toEqual(["/form not-allowed", "/colour unknown-field", "/year in-the-future"]);
  expect((await call(routes.listAwards, { query: "colour=red" })).statusCode).toBe(400);
});
