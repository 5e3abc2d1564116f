import { operations as members } from "../../../functions/members/operations.ts";
import { serve } from "../../../functions/shared/http.ts";
import { operations as statistics } from "../../../functions/statistics/operations.ts";
import { routes } from "../../../lib/contract/routes.ts";
import { committeeFixture } from "../../store/members/committee.ts";
import { apiEvent, type RequestParts } from "../../support/api-event.ts";
import { rootCaller, startWorld, type World } from "../../support/world.ts";

let world: World;
let act: ReturnType<typeof committeeFixture>;
let units: Awaited<ReturnType<ReturnType<typeof committeeFixture>["committee"]>>;
beforeAll(async () => {
  world = await startWorld();
  act = committeeFixture(world);
  units = await act.committee();
});
afterAll(() => world.close());

const operations = { ...members, ...statistics };
const call = async (name: keyof typeof operations, asked: RequestParts) => {
  const handler = serve(operations, {}, () => world.dependencies);
  const event = apiEvent(routes[name], { caller: rootCaller, ...asked });
  const { statusCode, headers, body } = await handler(event, {} as Parameters<typeof handler>[1]);
  return { statusCode, headers, body, json: body ? JSON.parse(body) : undefined };
};
const create = (body: object, headers: Record<string, string> = {}) => call("createMember", { body, headers });
const patchHeaders = (etag: string) => ({ "content-type": "application/merge-patch+json", "if-match": etag });

test("A member is made with 201, Location and ETag, and is there at its address, 304 when it is known", async () => {
  const made = await create({ organisationId: units.first, fullName: "Nguyễn Văn A" });
  expect(made.statusCode).toBe(201);
  expect(made.headers).toMatchObject({ location: `/v1/members/${made.json.id}`, etag: '"1"' });
  const params = { memberId: made.json.id };
  const read = await call("getMember", { params });
  expect([read.statusCode, read.body, read.headers.etag]).toEqual([200, made.body, '"1"']);
  expect((await call("getMember", { params, headers: { "if-none-match": '"1"' } })).statusCode).toBe(304);
});

test("A member as of a day has no ETag and is never 304; a day before the beginning is 404", async () => {
  const { json } = await create({ organisationId: units.first, fullName: "A", joinedOn: "2020-01-01" });
  const params = { memberId: json.id };
  const headers = { "if-none-match": "*" };
  const read = await call("getMember", { params, query: "asOf=2020-01-01", headers });
  expect([read.statusCode, read.headers.etag, read.json.standing]).toEqual([200, undefined, "probationary"]);
  expect((await call("getMember", { params, query: "asOf=2019-12-31" })).statusCode).toBe(404);
  expect((await call("getMember", { params, query: "asOf=2019-02-30" })).statusCode).toBe(400);
});

test("A POST with a key happens once and is answered again", async () => {
  const headers = { "idempotency-key": "a-key" };
  const body = { organisationId: units.second, fullName: "B" };
  const first = await create(body, headers);
  const again = await create(body, headers);
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([201, first.body, first.headers.etag]);
  expect(again.headers["idempotency-replayed"]).toBe("true");
  expect((await create({ ...body, fullName: "C" }, headers)).json.code).toBe("idempotency-key-reused");
  expect((await act.figures(units.second)).members.total).toBe(1);
});

test("A PATCH needs If-Match, and history moves the ETag it must name", async () => {
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

test("A PUT by external id makes with 201, then answers 200 and changes nothing", async () => {
  const params = { source: "hr", externalId: "1" };
  const body = { organisationId: units.inner, fullName: "A" };
  const made = await call("putMemberByExternalId", { params, body });
  expect([made.statusCode, made.headers.location]).toEqual([201, `/v1/members/${made.json.id}`]);
  const again = await call("putMemberByExternalId", { params, body });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([200, made.body, '"1"']);
});

test("A number that is taken is told with the member that has it", async () => {
  const body = { organisationId: units.first, fullName: "A", memberNumber: "77" };
  const { json } = await create(body);
  const refused = await create({ ...body, organisationId: units.second });
  expect(refused.statusCode).toBe(409);
  expect(refused.json).toMatchObject({
    code: "duplicate-member-number",
    existing: { kind: "member", id: json.id, href: `/v1/members/${json.id}` },
  });
});

test("A member is deleted with 204 and is gone", async () => {
  const { json } = await create({ organisationId: units.first, fullName: "A" });
  const params = { memberId: json.id };
  expect((await call("deleteMember", { params })).statusCode).toBe(428);
  expect((await call("deleteMember", { params, headers: { "if-match": '"1"' } })).statusCode).toBe(204);
  expect((await call("getMember", { params })).statusCode).toBe(404);
});

test("Lists page by cursor, and refuse what they do not know", async () => {
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

test("Statistics answer for an organisation and a day, and 404 where there is none", async () => {
  const params = { organisationId: units.tenantId };
  const answer = await call("getStatistics", { params, query: "asOf=2023-12-26" });
  expect(answer.statusCode).toBe(200);
  expect(answer.json).toMatchObject({
    organisationId: units.tenantId,
    asOf: "2023-12-26",
    cells: 3,
    awards: [],
    meetings: [],
  });
  expect((await call("getStatistics", { params: { organisationId: "0".repeat(18) } })).statusCode).toBe(404);
  expect((await call("getStatistics", { params, query: "asOf=today" })).statusCode).toBe(400);
});
