import type { Answer, AnyRecord } from "../support/service.ts";
import { useService } from "./fixture.ts";

const { service, send, post, committeeWithCell } = useService();
let committee: AnyRecord;
let cell: AnyRecord;
let member: AnyRecord;
let meeting: AnyRecord;
beforeAll(async () => {
  ({ committee, cell } = await committeeWithCell());
  member = await post("/v1/members", { organisationId: cell.id, fullName: "Nguyễn Xuân Dũng", confirmed: true });
  const held = { kind: "review", title: "Hội nghị", startsOn: "2023-12-26", status: "held" };
  meeting = await post("/v1/meetings", { organisationId: committee.id, ...held });
});

const create = (path: string, body: unknown) => send("POST", path, body);
const get = async (path: string) => (await send("GET", path)).body;

type ProblemBody = { code: string; errors?: { pointer: string; code: string; message: string }[] };
const codeOf = ({ status, body }: Answer) => `${status} ${(body as ProblemBody).code}`;
const fieldErrorsOf = (answer: Answer) =>
  ((answer.body as ProblemBody).errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`).sort();

/** All records of the committee, to prove that nothing has changed. */
const everything = async () => ({
  statistics: { ...((await get(`/v1/organisations/${committee.id}/statistics`)) as object), computedAt: undefined },
  members: await get(`/v1/members?organisationId=${committee.id}`),
  cells: await get(`/v1/organisations?parentId=${committee.id}`),
  meetings: await get(`/v1/meetings?organisationId=${committee.id}`),
  parts: await get(`/v1/meetings/${meeting.id}?include=agenda,attendees,documents,votes,guidance,awards,photos`),
  awards: await get(`/v1/awards?organisationId=${committee.id}`),
});
let before: unknown;
beforeEach(async () => {
  before = await everything();
});
afterEach(async () => {
  expect(await everything()).toEqual(before);
});

test("A body that is not JSON, of another media type or too large is rejected first", async () => {
  const raw = (text: string, type = "application/json") =>
    service.call("POST", "/v1/members", { token: service.admin, raw: text, headers: { "content-type": type } });
  expect(codeOf(await raw("{"))).toBe("400 invalid-json");
  expect(codeOf(await raw(""))).toBe("400 invalid-json");
  expect(codeOf(await raw("fullName=x", "application/x-www-form-urlencoded"))).toBe("415 unsupported-media-type");
  expect(codeOf(await raw(JSON.stringify({ fullName: "x".repeat(1_048_576) })))).toBe("413 too-large");
  const patch = await service.call("PATCH", `/v1/members/${member.id}`, {
    token: service.admin,
    raw: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    headers: { "content-type": "application/merge-patch+json", "if-match": "*" },
  });
  expect(codeOf(patch)).toBe("400 invalid-encoding");
});

test.each([[[]], ["text"], [7], [null], [true]])(
  "A body that is %j instead of an object is rejected as a wrong type",
  async (body) => {
    const answer = await create("/v1/members", body);
    expect(codeOf(answer)).toBe("422 invalid-input");
    expect(fieldErrorsOf(answer)).toEqual([" wrong-type"]);
  },
);

test("A response lists wrong types, unknown fields, control characters, lengths and references together", async () => {
  const answer = await create("/v1/members", {
    organisationId: "nobody",
    fullName: "Nguyễn\u0007Dũng",
    gender: "other",
    birthDate: "1990-02-30",
    jobTitle: "x".repeat(600),
    confirmed: "yes",
    nickname: "Dũng",
    externalIds: { "not allowed": "1" },
  });
  expect(codeOf(answer)).toBe("422 invalid-input");
  expect(fieldErrorsOf(answer)).toEqual(
    expect.arrayContaining([
      "/birthDate not-a-date",
      "/confirmed not-allowed",
      "/fullName control-character",
      "/gender not-allowed",
      "/jobTitle too-long",
      "/nickname unknown-field",
      "/organisationId unknown-reference",
    ]),
  );
  expect(fieldErrorsOf(answer).some((error) => error.startsWith("/externalIds"))).toBe(true);
});

test("A response lists violated rules together with schema errors", async () => {
  const answer = await create("/v1/meetings", {
    organisationId: cell.id,
    kind: "party",
    title: "Họp",
    startsAt: "2024-01-10T10:00:00+07:00",
    endsAt: "2024-01-10T09:00:00+07:00",
  });
  expect(fieldErrorsOf(answer)).toEqual(["/endsAt before-other", "/kind not-allowed"]);
});

test("A member cannot be added twice to a meeting", async () => {
  const twice = {
    attendees: [
      { memberId: member.id, roles: ["chair"] },
      { memberId: member.id, roles: ["host"] },
    ],
  };
  const answer = await create(`/v1/meetings/${meeting.id}/attendees`, twice);
  expect(codeOf(answer)).toBe("422 invalid-input");
  expect(fieldErrorsOf(answer)).toEqual(["/attendees/1/memberId duplicate"]);
  const mixed = {
    attendees: [{ memberId: member.id, roles: ["king"] }, { memberId: "nobody", roles: ["host"] }, { roles: ["host"] }],
  };
  expect(fieldErrorsOf(await create(`/v1/meetings/${meeting.id}/attendees`, mixed))).toEqual([
    "/attendees/0/roles/0 not-allowed",
    "/attendees/1/memberId unknown-reference",
    "/attendees/2 exactly-one",
  ]);
  const vague = {
    attendees: [{ roles: ["chair"] }, { memberId: member.id, guest: { fullName: "x" }, roles: ["host"] }],
  };
  const unclear = await create(`/v1/meetings/${meeting.id}/attendees`, vague);
  expect(fieldErrorsOf(unclear)).toEqual(["/attendees/0 exactly-one", "/attendees/1 exactly-one"]);
});

test("A vote with more ballots than voters is rejected", async () => {
  const ballots = { subject: "Thông qua", base: { count: 3 }, for: 3, against: 1, abstain: 0 };
  const answer = await create(`/v1/meetings/${meeting.id}/votes`, ballots);
  expect(codeOf(answer)).toBe("422 invalid-input");
  expect(fieldErrorsOf(answer).join()).toContain("too-many-ballots");
  const { base: _, ...withoutBase } = { ...ballots, for: 2, against: 0 };
  const counted = await create(`/v1/meetings/${meeting.id}/votes`, withoutBase);
  expect(fieldErrorsOf(counted).join()).toContain("too-many-ballots");
  const negative = await create(`/v1/meetings/${meeting.id}/votes`, { ...ballots, for: -1, against: 0.5 });
  expect(fieldErrorsOf(negative)).toEqual(expect.arrayContaining(["/against wrong-type", "/for too-small"]));
});

test("A cell cannot be below a cell, and no organisation below itself", async () => {
  const below = await create("/v1/organisations", { kind: "cell", name: "Chi bộ con", parentId: cell.id });
  expect(fieldErrorsOf(below)).toEqual(["/parentId misplaced-organisation"]);
  const cycle = await send("PATCH", `/v1/organisations/${cell.id}`, { parentId: cell.id }, { "if-match": "*" });
  expect(codeOf(cycle)).toBe("422 invalid-input");
});

test("Days that do not exist or lie in the future are rejected", async () => {
  const add = (entry: object) => create(`/v1/members/${member.id}/history`, entry);
  expect(fieldErrorsOf(await add({ kind: "suspended", on: "2023-02-29" }))).toEqual(["/on not-a-date"]);
  expect(fieldErrorsOf(await add({ kind: "suspended", on: "2999-01-01" }))).toEqual(["/on in-the-future"]);
  expect(fieldErrorsOf(await add({ kind: "transferred", on: "2024-01-02" }))).toEqual(["/organisationId required"]);
  const query = await send("GET", `/v1/organisations/${committee.id}/statistics?asOf=2024-13-01`);
  expect(codeOf(query)).toBe("400 invalid-query");
});

test("Unknown, repeated and invalid query parameters are rejected by name", async () => {
  const answer = await send("GET", "/v1/members?limit=0&standing=gone&colour=red&q=a&q=b");
  expect(codeOf(answer)).toBe("400 invalid-query");
  expect(fieldErrorsOf(answer)).toEqual(
    expect.arrayContaining(["/colour unknown-field", "/limit too-small", "/q duplicate", "/standing not-allowed"]),
  );
});

test("Malformed ids return 404", async () => {
  const hostile = ["nobody", "..%2F..", "%00", "ORG%23x", "🙂", "x".repeat(300), "01HM5GZHW00C452XZP"];
  for (const id of hostile) {
    const answer = await send("GET", `/v1/members/${id}`);
    expect([400, 404]).toContain(answer.status);
    expect(JSON.stringify(answer.body ?? "")).not.toMatch(/stack|dynamo|arn:/i);
  }
});

test("A record that is too large for the table is rejected", async () => {
  const findings = Array.from({ length: 20 }, () => ({ kind: "result", text: "ữ".repeat(15_000) }));
  const answer = await create(`/v1/meetings/${meeting.id}/documents`, {
    kind: "report",
    title: "Báo cáo",
    findings,
  });
  expect(codeOf(answer)).toMatch(/^(422 invalid-input|413 too-large)$/);
});

test("Names with a meaning in JavaScript, such as __proto__, are rejected as unknown fields", async () => {
  const raw = `{"kind":"cell","name":"x","parentId":"${committee.id}","__proto__":{"a":1},"constructor":1}`;
  const answer = await service.call("POST", "/v1/organisations", { token: service.admin, raw });
  expect(codeOf(answer)).toBe("422 invalid-input");
});
