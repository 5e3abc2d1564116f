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
const patchHeaders = (etag: string) => ({ "content-type": "application/merge-patch+json", "if-match": etag });

test("Creating a member returns 201 with Location and ETag; reading it returns 200, or 304 for a known version", async () => {
  const created = await create({ organisationId: units.first, fullName: "Nguyễn Văn A" });
  expect(created.statusCode).toBe(201);
  expect(created.headers).toMatchObject({ location: `/v1/members/${created.json.id}`, etag: '"1"' });
  const params = { memberId: created.json.id };
  const read = await call("getMember", { params });
  expect([read.statusCode, read.body, read.headers.etag]).toEqual([200, created.body, '"1"']);
  expect((await call("getMember", { params, headers: { "if-none-match": '"1"' } })).statusCode).toBe(304);
});

test("A member as of a day has no ETag, and 404 before the timeline begins", async () => {
  const { json } = await create({ organisationId: units.first, fullName: "A", joinedOn: "2020-01-01" });
  const params = { memberId: json.id };
  const headers = { "if-none-match": "*" };
  const read = await call("getMember", { params, query: "asOf=2020-01-01", headers });
  expect([read.statusCode, read.headers.etag, read.json.standing]).toEqual([200, undefined, "probationary"]);
  expect((await call("getMember", { params, query: "asOf=2019-12-31" })).statusCode).toBe(404);
  expect((await call("getMember", { params, query: "asOf=2019-02-30" })).statusCode).toBe(400);
});

test("A POST with an idempotency key is done once, and its response repeated", async () => {
  const headers = { "idempotency-key": "a-key" };
  const body = { organisationId: units.second, fullName: "B" };
  const first = await create(body, headers);
  const again = await create(body, headers);
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([201, first.body, first.headers.etag]);
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect((await create({ ...body, fullName: "C" }, headers)).json.code).toBe("idempotency-key-reused");
  expect((await act.figures(units.second)).members.total).toBe(1);
});

test("A PATCH of a member requires If-Match, with the ETag after the latest history entry", async () => {
  const { json, headers } = await create({ organisationId: units.first, fullName: "A" });
  const params = { memberId: json.id };
  const body = { jobTitle: "Thủ thư" };
  const type = { "content-type": "application/merge-patch+json" };
  expect((await call("updateMember", { params, body, headers: type })).statusCode).toBe(428);
  const entry = await call("addHistoryEntry", { params, body: { kind: "confirmed", on: "2020-01-01" } });
  expect(entry.statusCode).toBe(201);
  expect(entry.headers.location).toBe(`/v1/members/${json.id}/history/${entry.json.id}`);
  const stale = await call("updateMember", { params, body, headers: patchHeaders(headers.etag ?? "") });
  expect(stale.statusCode).toBe(412);
  const done = await call("updateMember", { params, body, headers: patchHeaders('"2"') });
  expect(done).toMatchObject({ statusCode: 200, json: { jobTitle: "Thủ thư", standing: "official", mayVote: true } });
  const read = await call("getHistoryEntry", { params: { ...params, entryId: entry.json.id } });
  expect([read.statusCode, read.body]).toEqual([200, entry.body]);
  const list = await call("listHistory", { params });
  expect(list.json).toEqual({ items: [entry.json], nextCursor: null });
});

test("A PUT by external id returns 201, then 200 without a change", async () => {
  const params = { source: "hr", externalId: "1" };
  const body = { organisationId: units.inner, fullName: "A" };
  const created = await call("putMemberByExternalId", { params, body });
  expect([created.statusCode, created.headers.location]).toEqual([201, `/v1/members/${created.json.id}`]);
  const again = await call("putMemberByExternalId", { params, body });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([200, created.body, '"1"']);
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

test("Deleting a member returns 204, and then it is not found", async () => {
  const { json } = await create({ organisationId: units.first, fullName: "A" });
  const params = { memberId: json.id };
  expect((await call("deleteMember", { params })).statusCode).toBe(428);
  expect((await call("deleteMember", { params, headers: { "if-match": '"1"' } })).statusCode).toBe(204);
  expect((await call("getMember", { params })).statusCode).toBe(404);
});

test("Lists of members have cursors, and reject unknown parameters", async () => {
  const names = ["Lê Thị Ánh", "Lê Thị Bình"];
  for (const fullName of names) await create({ organisationId: units.inner, fullName });
  const query = `organisationId=${units.inner}&q=le+thi&limit=1`;
  const first = await call("listMembers", { query });
  expect(first.headers.link).toContain('rel="next"');
  const second = await call("listMembers", { query: `${query}&cursor=${first.json.nextCursor}` });
  expect([...first.json.items, ...second.json.items].map(({ fullName }) => fullName)).toEqual(names);
  const other = await call("listMembers", {
    query: `organisationId=${units.tenantId}&cursor=${first.json.nextCursor}`,
  });
  expect([other.statusCode, other.json.code]).toEqual([400, "invalid-cursor"]);
  expect((await call("listMembers", { query: "colour=red" })).statusCode).toBe(400);
  expect((await call("listMembers", { query: "standing=best" })).statusCode).toBe(400);
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
