import { setTimeout as pause } from "node:timers/promises";
import { dayOf } from "../../lib/shared/days.ts";
import { type AnyRecord, recordOf, startService, type TestService } from "../support/service.ts";
import { type Grove, plantGrove } from "../support/two-trees.ts";

let service: TestService;
let old: AnyRecord;
let next: AnyRecord;
let grove: Grove;
const tokens: string[] = [];
beforeAll(async () => {
  service = await startService();
  const top = await post("/v1/organisations", { kind: "superior-committee", name: "Đảng bộ Khối" });
  const superior = (name: string) => post("/v1/organisations", { kind: "superior-committee", name, parentId: top.id });
  [old, next] = [await superior("Đảng bộ Bộ A"), await superior("Đảng bộ Bộ B")];
  grove = await plantGrove(service, old.id, "A");
  for (const { id } of [old, next]) {
    const scopes = ["dangbo/read"];
    const client = await post("/v1/clients", { organisationId: id, name: "Báo cáo", scopes });
    const secret = { clientId: String(client.clientId), clientSecret: String(client.clientSecret) };
    tokens.push(await service.token(secret));
  }
}, 60_000);
afterAll(() => service.close());

const post = async (path: string, body: object, status = 201) =>
  recordOf(await service.call("POST", path, { token: service.admin, body }), status);
const statusFor = async (token: string | undefined, path: string) =>
  (await service.call("GET", path, { token })).status;

test("Once a move is answered, the new superior's system sees all below, and the old one's none of it", async () => {
  const { memberId, meetingId, awardId, organisationId } = grove.params;
  const paths = [
    `/v1/organisations/${organisationId}`,
    `/v1/organisations/${grove.cell.id}`,
    `/v1/members/${memberId}`,
    `/v1/meetings/${meetingId}`,
    `/v1/meetings/${meetingId}/votes`,
    `/v1/awards/${awardId}`,
    `/v1/members?organisationId=${grove.cell.id}`,
    `/v1/organisations/${organisationId}/statistics`,
    `/v1/organisations/${organisationId}/moves`,
  ];
  const answers = (token: string | undefined) => Promise.all(paths.map((path) => statusFor(token, path)));
  expect(await answers(tokens[0])).toEqual(paths.map(() => 200));
  expect(await answers(tokens[1])).toEqual(paths.map(() => 404));
  const on = dayOf(Date.now());
  const move = await post(`/v1/organisations/${organisationId}/moves`, { parentId: next.id, on }, 202);
  expect(move).toMatchObject({ organisationId, parentId: next.id, on });
  expect(await answers(tokens[0])).toEqual(paths.map(() => 404));
  expect(await answers(tokens[1])).toEqual(paths.map(() => 200));
  const told = await service.call("GET", `/v1/organisations/${organisationId}/moves`, { token: tokens[1] });
  expect(told.body).toMatchObject({ items: [{ id: move.id, on }], nextCursor: null });
  const superior = await service.call("GET", `/v1/organisations/${next.id}`, { token: grove.token });
  expect(superior).toMatchObject({ status: 200, body: { name: "Đảng bộ Bộ B" } });
});

test("Superiors count a committee that has moved on the days it was theirs, a moment later", async () => {
  const membersOf = async ({ id }: AnyRecord, day: string) => {
    const answer = await service.call("GET", `/v1/organisations/${id}/statistics?asOf=${day}`, {
      token: service.admin,
    });
    return (recordOf(answer, 200) as unknown as { members: { total: number } }).members.total;
  };
  const today = dayOf(Date.now());
  const figures = () =>
    Promise.all([old, next].flatMap((one) => [membersOf(one, "2024-02-01"), membersOf(one, today)]));
  let seen = await figures();
  for (let i = 0; i < 100 && seen.join() !== "1,0,0,1"; i++) {
    await pause(100);
    seen = await figures();
  }
  expect(seen).toEqual([1, 0, 0, 1]);
});

test("A move that is sent again with its key happens once, and one that cannot be is refused with its faults", async () => {
  const path = `/v1/organisations/${grove.params.organisationId}/moves`;
  const send = (body: object, headers = {}) => service.call("POST", path, { token: service.admin, body, headers });
  const key = { "idempotency-key": "move-1" };
  const first = await send({ parentId: old.id, on: "2024-01-01" }, key);
  expect(first.status).toBe(202);
  expect((await send({ parentId: old.id, on: "2024-01-01" }, key)).body).toEqual(first.body);
  const refused = await send({ parentId: grove.cell.id, on: "2999-01-01" });
  expect(refused).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: "/on", code: "in-the-future" }, { pointer: "/parentId" }] },
  });
});
