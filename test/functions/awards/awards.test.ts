import { operations } from "../../../functions/awards/operations.ts";
import { awardsRoutes as routes } from "../../../lib/contract/routes/awards.ts";
import { createMeetingFixtures } from "../../store/meetings/meeting-fixtures.ts";
import { useOperations } from "../../support/call-operation.ts";
import { codesOf, useWorld } from "../../support/world.ts";

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

test("Warnings are in the language of Accept-Language, English by default", async () => {
  const created = await call(routes.createAward, { body: diploma("b"), headers: { "Accept-Language": "vi" } });
  const params = { awardId: created.json.id };
  const messageIn = async (headers: Record<string, string>) =>
    (await call(routes.getAward, { params, headers })).json.warnings[0].message;
  expect(created.json.warnings[0].message).toContain("không có thẩm quyền");
  expect(await messageIn({ "Accept-Language": "vi" })).toContain("không có thẩm quyền");
  expect(await messageIn({})).toContain("does not give");
});

test("All errors of the body are reported together, and an unknown query parameter is rejected", async () => {
  const refused = await call(routes.createAward, { body: { ...diploma("e"), form: "medal", year: 2030, colour: 1 } });
  expect(refused.statusCode).toBe(422);
  expect(codesOf(refused.json.errors)).toEqual(["/form not-allowed", "/colour unknown-field", "/year in-the-future"]);
  expect((await call(routes.listAwards, { query: "colour=red" })).statusCode).toBe(400);
});
