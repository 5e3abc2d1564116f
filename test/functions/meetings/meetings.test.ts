import { operations } from "../../../functions/meetings/operations.ts";
import { routeList, routes } from "../../../lib/contract/routes.ts";
import { createCommitteeFixtures } from "../../store/members/committee-fixtures.ts";
import { absentId } from "../../support/absent-id.ts";
import type { RequestParts } from "../../support/api-event.ts";
import { useOperations } from "../../support/call-operation.ts";
import { useWorld } from "../../support/world.ts";

const world = useWorld();
const request = useOperations(world, operations);
const call = (name: keyof typeof operations, parts: RequestParts) => request(routes[name], parts);
let units: Awaited<ReturnType<ReturnType<typeof createCommitteeFixtures>["committee"]>>;
beforeAll(async () => {
  units = await createCommitteeFixtures(world).committee();
});

const input = () => ({ organisationId: units.tenantId, kind: "review", title: "Tổng kết", startsOn: "2023-12-26" });
const create = async (fields: object = {}) => (await call("createMeeting", { body: { ...input(), ...fields } })).json;
const patchHeaders = (etag: string) => ({ "content-type": "application/merge-patch+json", "if-match": etag });
const errorsOf = (response: { json: { errors?: { pointer: string; code: string }[] } }) =>
  response.json.errors?.map(({ pointer, code }) => `${pointer} ${code}`);

test("Every route of the function has its operation", () => {
  const owned = routeList.filter((route) => route.function === "meetings").map(({ operation }) => operation);
  expect(Object.keys(operations).sort()).toEqual(owned.sort());
});

test("A POST of a meeting returns 201, Location and ETag; a GET with the ETag returns 304", async () => {
  const created = await call("createMeeting", { body: input() });
  expect(created.statusCode).toBe(201);
  expect(created.headers).toMatchObject({ location: `/v1/meetings/${created.json.id}`, etag: '"1"' });
  const params = { meetingId: created.json.id };
  const read = await call("getMeeting", { params });
  expect([read.statusCode, read.body, read.headers.etag]).toEqual([200, created.body, '"1"']);
  expect((await call("getMeeting", { params, headers: { "if-none-match": '"1"' } })).statusCode).toBe(304);
});

test("A meeting with parts has no ETag and is never 304; an unknown part is rejected", async () => {
  const params = { meetingId: (await create()).id };
  const headers = { "if-none-match": "*" };
  const read = await call("getMeeting", { params, query: "include=agenda,attendees,photos,awards,article", headers });
  expect([read.statusCode, read.headers.etag]).toEqual([200, undefined]);
  expect(read.json).toMatchObject({ agenda: [], attendees: [], photos: [], awards: [], article: null });
  for (const query of ["include=minutes", "include=", "include=agenda,,votes", "asOf=2023-12-26"])
    expect((await call("getMeeting", { params, query })).json).toMatchObject({ status: 400, code: "invalid-query" });
});

test("A list rejects a range that ends before it starts, and its cursors lead through all meetings", async () => {
  const organisationId = units.second;
  for (const title of ["A", "B", "C"]) await create({ organisationId, title });
  const asked = `organisationId=${organisationId}`;
  const wrong = await call("listMeetings", { query: `${asked}&from=2023-12-27&to=2023-12-26` });
  expect([wrong.statusCode, errorsOf(wrong)]).toEqual([400, ["/to before-other"]]);
  const first = await call("listMeetings", { query: `${asked}&from=2023-12-26&to=2023-12-26&limit=2` });
  expect(first.json.items.map(({ title }: { title: string }) => title)).toEqual(["C", "B"]);
  const cursor = encodeURIComponent(first.json.nextCursor);
  const rest = await call("listMeetings", { query: `${asked}&from=2023-12-26&to=2023-12-26&cursor=${cursor}` });
  expect(rest.json.items.map(({ title }: { title: string }) => title)).toEqual(["A"]);
  const other = await call("listMeetings", { query: `${asked}&cursor=${cursor}` });
  expect([other.statusCode, other.json.code]).toEqual([400, "invalid-cursor"]);
  for (const query of ["organisationId=nobody", `organisationId=${absentId(units.tenantId)}`])
    expect((await call("listMeetings", { query })).statusCode).toBe(404);
});

test("PATCH and DELETE require If-Match, and DELETE returns 204", async () => {
  const params = { meetingId: (await create()).id };
  const body = { status: "held" };
  const type = { "content-type": "application/merge-patch+json" };
  expect((await call("updateMeeting", { params, body, headers: type })).statusCode).toBe(428);
  expect((await call("updateMeeting", { params, body, headers: patchHeaders('"9"') })).statusCode).toBe(412);
  const changed = await call("updateMeeting", { params, body, headers: patchHeaders('"1"') });
  expect(changed).toMatchObject({ statusCode: 200, headers: { etag: '"2"' }, json: { status: "held" } });
  expect((await call("deleteMeeting", { params })).statusCode).toBe(428);
  expect((await call("deleteMeeting", { params, headers: { "if-match": '"1"' } })).statusCode).toBe(412);
  expect((await call("deleteMeeting", { params, headers: { "if-match": '"2"' } })).statusCode).toBe(204);
  expect((await call("getMeeting", { params })).statusCode).toBe(404);
});

test("A PUT by external id returns 201, then 200 without a change", async () => {
  const params = { source: "rooms", externalId: "1" };
  const created = await call("putMeetingByExternalId", { params, body: input() });
  expect([created.statusCode, created.headers.location]).toEqual([201, `/v1/meetings/${created.json.id}`]);
  const again = await call("putMeetingByExternalId", { params, body: input() });
  expect([again.statusCode, again.body, again.headers.etag]).toEqual([200, created.body, '"1"']);
  const stale = await call("putMeetingByExternalId", { params, body: input(), headers: { "if-match": '"7"' } });
  expect(stale.statusCode).toBe(412);
});

test("The agenda is 200 without an ETag before it is set, 201 when it is set, and 200 afterwards", async () => {
  const params = { meetingId: (await create()).id };
  const unset = await call("getAgenda", { params });
  expect([unset.statusCode, unset.json, unset.headers.etag]).toEqual([200, { items: [] }, undefined]);
  const body = { items: [{ number: 1, title: "Khai mạc" }] };
  const created = await call("putAgenda", { params, body });
  expect(created.headers).toMatchObject({ etag: '"1"', location: `/v1/meetings/${params.meetingId}/agenda` });
  expect([created.statusCode, created.json.items]).toEqual([201, body.items]);
  const next = { items: [] };
  expect((await call("putAgenda", { params, body: next, headers: { "if-match": '"2"' } })).statusCode).toBe(412);
  const replaced = await call("putAgenda", { params, body: next, headers: { "if-match": '"1"' } });
  expect([replaced.statusCode, replaced.headers.etag, replaced.headers.location]).toEqual([200, '"2"', undefined]);
});

test("Attendees sent twice with one idempotency key are added once; the same member with another key is a conflict", async () => {
  const params = { meetingId: (await create()).id };
  const member = await createCommitteeFixtures(world).create({
    organisationId: units.first,
    fullName: "Nguyễn Xuân Dũng",
  });
  const body = { attendees: [{ memberId: member.id, roles: ["host"] }] };
  const add = (key: string) => call("addAttendees", { params, body, headers: { "idempotency-key": key } });
  const first = await add("a");
  expect(first.statusCode).toBe(201);
  expect(first.headers).toMatchObject({ location: `/v1/meetings/${params.meetingId}/attendees` });
  expect(first.json.items).toMatchObject([{ memberId: member.id, roles: ["host"], presence: "present" }]);
  const again = await add("a");
  expect([again.statusCode, again.body, again.headers["idempotency-replayed"]]).toEqual([201, first.body, "true"]);
  const attendeeId = first.json.items[0].id;
  const href = `/v1/meetings/${params.meetingId}/attendees/${attendeeId}`;
  expect(await add("b")).toMatchObject({
    statusCode: 409,
    json: { code: "duplicate-attendee", existing: { kind: "attendee", id: attendeeId, href } },
  });
  const read = await call("getAttendee", { params: { ...params, attendeeId } });
  expect([read.statusCode, read.json]).toEqual([200, first.json.items[0]]);
});

test("A request adds between 1 and 45 attendees, and reports all their errors", async () => {
  const params = { meetingId: (await create()).id };
  const add = (attendees: unknown) => call("addAttendees", { params, body: { attendees } });
  const guest = { guest: { fullName: "A" }, roles: ["guest"] };
  expect(errorsOf(await add([]))).toEqual(["/attendees too-short"]);
  expect(errorsOf(await add(Array(46).fill(guest)))).toEqual(["/attendees too-long"]);
  expect((await add(Array(45).fill(guest))).json.items).toHaveLength(45);
  expect(
    errorsOf(
      await add([
        { ...guest, roles: [] },
        { ...guest, roles: ["king"], age: 1 },
      ]),
    ),
  ).toEqual(["/attendees/0/roles too-short", "/attendees/1/roles/0 not-allowed", "/attendees/1/age unknown-field"]);
});

test("Documents, votes and guidance have their own paths and ETags", async () => {
  const params = { meetingId: (await create()).id };
  const base = `/v1/meetings/${params.meetingId}`;
  const document = await call("addDocument", { params, body: { kind: "report", title: "Báo cáo" } });
  expect(document.headers).toMatchObject({ location: `${base}/documents/${document.json.id}`, etag: '"1"' });
  const documentId = document.json.id;
  const ballots = { subject: "Báo cáo", documentId, base: { count: 68 }, for: 68, against: 0, abstain: 0 };
  const vote = await call("addVote", { params, body: ballots });
  expect(vote.headers).toMatchObject({ location: `${base}/votes/${vote.json.id}`, etag: '"1"' });
  expect(vote.json).toMatchObject({ notVoting: 0, share: { for: 68, base: 68, percent: 100 }, adopted: true });
  expect((await call("getVote", { params: { ...params, voteId: vote.json.id } })).body).toBe(vote.body);
  const adopted = await call("getDocument", { params: { ...params, documentId } });
  expect([adopted.json.status, adopted.headers.etag]).toEqual(["adopted", '"2"']);
  const removal = await call("deleteDocument", { params: { ...params, documentId }, headers: { "if-match": '"2"' } });
  expect([removal.statusCode, removal.json.code]).toEqual([409, "already-adopted"]);
  const point = await call("addGuidance", { params, body: { number: 1, text: "Làm tốt" } });
  expect(point.headers).toMatchObject({ location: `${base}/guidance/${point.json.id}`, etag: '"1"' });
  const guidanceId = point.json.id;
  const changed = await call("updateGuidance", {
    params: { ...params, guidanceId },
    body: { text: "Làm tốt hơn" },
    headers: patchHeaders('"1"'),
  });
  expect([changed.statusCode, changed.headers.etag, changed.json.number]).toEqual([200, '"2"', 1]);
  expect((await call("listGuidance", { params })).json).toEqual({ items: [changed.json], nextCursor: null });
  const gone = { params: { ...params, guidanceId }, headers: { "if-match": '"2"' } };
  expect((await call("deleteGuidance", gone)).statusCode).toBe(204);
  expect((await call("getGuidance", gone)).statusCode).toBe(404);
});
