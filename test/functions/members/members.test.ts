import { operations as members } from "../../../functions/members/operations.ts";
import { operations as statistics } from "../../../functions/statistics/operations.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { type Committee, createCommitteeFixtures } from "../../store/members/committee-fixtures.ts";
import type { RequestParts } from "../../support/api-event.ts";
import { useOperations } from "../../support/call-operation.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);
let units: Committee;
beforeAll(async () => {
  units = await act.committee();
});

const serveCall = useOperations(world, { ...members, ...statistics });
const call = (name: keyof typeof members | keyof typeof statistics, request: RequestParts) =>
  serveCall(routes[name], request);
const create = (body: object, headers: Record<string, string> = {}) => call("createMember", { body, headers });

test("A member as of a day has no ETag, and 404 before the timeline begins", async () => {
  const { json } = await create({ organisationId: units.first, fullName: "A", joinedOn: "2020-01-01" });
  const params = { memberId: json.id };
  const headers = { "if-none-match": "*" };
  const read = await call("getMember", { params, query: "asOf=2020-01-01", headers });
  expect([read.statusCode, read.headers.etag, read.json.standing]).toEqual([200, undefined, "probationary"]);
  expect((await call("getMember", { params, query: "asOf=2019-12-31" })).statusCode).toBe(404);
  expect((await call("getMember", { params, query: "asOf=2019-02-30" })).statusCode).toBe(400);
});

test("A duplicate member number returns 409 with the member that has it", async () => {
  const body = { organisationId: units.first, fullName: "A", memberNumber: "77" };
  const { json } = await create(body);
  const rejected = await create({ ...body, organisationId: units.second });
  expect(rejected.statusCode).toBe(409);
  expect(rejected.json).toMatchObject({
    code: "duplicate-member-number",
    existing: { kind: "member", id: json.id, href: `/v1/members/${json.id}` },
  });
});

test("Statistics of an organisation and a day return 200, of an unknown one 404", async () => {
  const params = { organisationId: units.tenantId };
  const response = await call("getStatistics", { params, query: "asOf=2023-12-26" });
  expect(response.statusCode).toBe(200);
  expect(response.json).toMatchObject({
    organisationId: units.tenantId,
    asOf: "2023-12-26",
    cells: 3,
    awards: [],
    meetings: [],
  });
  expect((await call("getStatistics", { params: { organisationId: "0".repeat(18) } })).statusCode).toBe(404);
  expect((await call("getStatistics", { params, query: "asOf=today" })).statusCode).toBe(400);
});
