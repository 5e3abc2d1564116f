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
const errorsOf = (response: { json: { errors?: { pointer: string; code: string }[] } }) =>
  response.json.errors?.map(({ pointer, code }) => `${pointer} ${code}`);

test("Every route of the function has its operation", () => {
  const owned = routeList.filter((route) => route.function === "meetings").map(({ operation }) => operation);
  expect(Object.keys(operations).sort()).toEqual(owned.sort());
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

test("A body that is no object has that error alone", async () => {
  for (const body of [[], [input()]]) {
    const response = await call("createMeeting", { body });
    expect([response.statusCode, errorsOf(response)]).toEqual([422, [" wrong-type"]]);
  }
});

test("A vote keeps its meeting from being cancelled until it is removed; the problem says so in both languages", async () => {
  const { id: meetingId } = await create();
  const vote = { subject: "Báo cáo", for: 2, against: 0, abstain: 0, base: { count: 3 } };
  const { json } = await call("addVote", { params: { meetingId }, body: vote });
  const cancel = (headers: object) =>
    call("updateMeeting", {
      params: { meetingId },
      body: { status: "cancelled" },
      headers: { "if-match": '"1"', ...headers },
    });
  const dependents = [{ kind: "vote", count: 1 }];
  const refused = await cancel({});
  expect([refused.statusCode, refused.json]).toMatchObject([
    409,
    { code: "in-use", title: "Other records depend on this record", dependents },
  ]);
  expect((await cancel({ "accept-language": "vi" })).json).toMatchObject({
    title: "Còn bản ghi khác gắn với bản ghi này",
    dependents,
  });
  const params = { meetingId, voteId: json.id };
  expect((await call("deleteVote", { params })).statusCode).toBe(428);
  expect((await call("deleteVote", { params, headers: { "if-match": '"1"' } })).statusCode).toBe(204);
  expect((await call("getVote", { params })).statusCode).toBe(404);
  expect((await cancel({})).statusCode).toBe(200);
  const late = await call("addVote", { params: { meetingId }, body: vote, headers: { "accept-language": "vi" } });
  expect([late.statusCode, late.json]).toMatchObject([
    409,
    { code: "meeting-not-held", title: "Cuộc họp đã huỷ hoặc chưa diễn ra" },
  ]);
});
