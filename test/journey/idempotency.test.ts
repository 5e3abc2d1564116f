import { randomUUID } from "node:crypto";
import { type Answer, type AnyRecord, recordOf } from "../support/service.ts";
import { useService } from "./fixture.ts";

const { service, send: sendAs, committeeWithCell } = useService();
let committee: AnyRecord;
let cell: AnyRecord;
beforeAll(async () => {
  ({ committee, cell } = await committeeWithCell());
});

const send = (path: string, body: object, key?: string) =>
  sendAs("POST", path, body, key ? { "idempotency-key": key } : {});
const list = async (path: string) => ((await sendAs("GET", path)).body as { items: AnyRecord[] }).items;
const total = async () => {
  const { body } = await sendAs("GET", `/v1/organisations/${committee.id}/statistics`);
  return (body as { members: { total: number } }).members.total;
};

/** Repeats a request while the first one with its key is in progress. */
const untilDone = async (request: () => Promise<Answer>): Promise<Answer> => {
  const answer = await request();
  return answer.status === 409 || answer.status === 503 ? untilDone(request) : answer;
};

test("Twenty concurrent POSTs with one idempotency key create one record and return equal responses", async () => {
  const before = await total();
  const key = randomUUID();
  const body = { organisationId: cell.id, fullName: "Phạm Ngọc Lan", memberNumber: "42" };
  const answers = await Promise.all(Array.from({ length: 20 }, () => untilDone(() => send("/v1/members", body, key))));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
  expect(new Set(answers.map(({ headers }) => headers.get("etag"))).size).toBe(1);
  expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") === null)).toHaveLength(1);
  expect(await total()).toBe(before + 1);
  expect(
    (await list(`/v1/members?organisationId=${cell.id}`)).filter(({ memberNumber }) => memberNumber === "42"),
  ).toHaveLength(1);
});

test("A key with another body is rejected; differently formatted JSON is the same body", async () => {
  const key = randomUUID();
  const first = await send("/v1/members", { organisationId: cell.id, fullName: "Lê Văn Bình" }, key);
  const reordered = `{ "fullName": "Lê Văn Bình",\n "organisationId": "${cell.id}" }`;
  const again = await service.call("POST", "/v1/members", {
    token: service.admin,
    raw: reordered,
    headers: { "idempotency-key": key },
  });
  expect(again).toMatchObject({ status: 201, body: first.body });
  expect(again.headers.get("idempotency-replayed")).toBe("true");
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  const other = await send("/v1/members", { organisationId: cell.id, fullName: "Lê Văn Bính" }, key);
  expect(other).toMatchObject({ status: 422, body: { code: "idempotency-key-reused" } });
});

test("The key of a rejected POST can be used again", async () => {
  const key = randomUUID();
  expect((await send("/v1/members", { organisationId: cell.id }, key)).status).toBe(422);
  expect((await send("/v1/members", { organisationId: cell.id, fullName: "Vũ Thị Mai" }, key)).status).toBe(201);
});

test("The secret of a client is only in the first response", async () => {
  const key = randomUUID();
  const body = { organisationId: committee.id, name: "Hệ thống nhân sự", scopes: ["dangbo/read"] };
  const first = await send("/v1/clients", body, key);
  const again = await send("/v1/clients", body, key);
  expect(first.body).toHaveProperty("clientSecret");
  expect(again.status).toBe(201);
  expect(again.body).not.toHaveProperty("clientSecret");
});

test("A malformed idempotency key is rejected", async () => {
  for (const key of [" ", "x".repeat(256), '"a']) {
    const answer = await send("/v1/members", { organisationId: cell.id, fullName: "Vũ Thị Mai" }, key);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid-header" } });
  }
});

test("Of two concurrent PATCHes with one ETag exactly one succeeds", async () => {
  for (let round = 0; round < 5; round++) {
    const body = { organisationId: committee.id, kind: "regular", title: "Họp", startsOn: "2024-01-10" };
    const meeting = await send("/v1/meetings", body);
    const { id } = recordOf(meeting);
    const patch = (title: string) =>
      sendAs("PATCH", `/v1/meetings/${id}`, { title }, { "if-match": meeting.headers.get("etag") ?? "" });
    const answers = await Promise.all([patch("Một"), patch("Hai")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await sendAs("GET", `/v1/meetings/${id}`)).body).toEqual(
      answers.find(({ status }) => status === 200)?.body,
    );
  }
});
