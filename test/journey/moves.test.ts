import { dayOf } from "../../lib/shared/days.ts";
import { type AnyRecord, recordOf } from "../support/service.ts";
import { type CommitteeWithRecords, createCommitteeWithRecords } from "../support/tenant-records.ts";
import { expectEventually } from "../support/until.ts";
import { useService } from "./fixture.ts";

const { service, send, post, organisation, client, tokenOf } = useService();
let old: AnyRecord;
let next: AnyRecord;
let grove: CommitteeWithRecords;
const tokens: string[] = [];
beforeAll(async () => {
  const top = await organisation("superior-committee", "Đảng bộ Khối");
  const superior = (name: string) => organisation("superior-committee", name, top);
  [old, next] = [await superior("Đảng bộ Bộ A"), await superior("Đảng bộ Bộ B")];
  grove = await createCommitteeWithRecords(service, old.id, "A");
  for (const { id } of [old, next]) tokens.push(await tokenOf(await client(id, ["dangbo/read"])));
});

const statusFor = async (token: string | undefined, path: string) =>
  (await service.call("GET", path, { token })).status;

test("After the response to a move, a client of the new superior sees the whole subtree and one of the old superior nothing", async () => {
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
  const statuses = (token: string | undefined) => Promise.all(paths.map((path) => statusFor(token, path)));
  expect(await statuses(tokens[0])).toEqual(paths.map(() => 200));
  expect(await statuses(tokens[1])).toEqual(paths.map(() => 404));
  const on = dayOf(Date.now());
  const move = await post(`/v1/organisations/${organisationId}/moves`, { parentId: next.id, on }, 202);
  expect(move).toMatchObject({ organisationId, parentId: next.id, on });
  expect(await statuses(tokens[0])).toEqual(paths.map(() => 404));
  expect(await statuses(tokens[1])).toEqual(paths.map(() => 200));
  const moves = await service.call("GET", `/v1/organisations/${organisationId}/moves`, { token: tokens[1] });
  expect(moves.body).toMatchObject({ items: [{ id: move.id, on }], nextCursor: null });
  const superior = await service.call("GET", `/v1/organisations/${next.id}`, { token: grove.token });
  expect(superior).toMatchObject({ status: 200, body: { name: "Đảng bộ Bộ B" } });
});

test("Statistics of superiors eventually count a moved committee only on the days on which it was below them", async () => {
  const membersOf = async ({ id }: AnyRecord, day: string) => {
    const answer = await send("GET", `/v1/organisations/${id}/statistics?asOf=${day}`);
    return (recordOf(answer, 200) as unknown as { members: { total: number } }).members.total;
  };
  const today = dayOf(Date.now());
  const figures = () =>
    Promise.all([old, next].flatMap((one) => [membersOf(one, "2024-02-01"), membersOf(one, today)]));
  await expectEventually(figures, [1, 0, 0, 1]);
});

test("A move repeated with its idempotency key happens once, and an impossible move is rejected with every error", async () => {
  const path = `/v1/organisations/${grove.params.organisationId}/moves`;
  const move = (body: object, headers = {}) => send("POST", path, body, headers);
  const key = { "idempotency-key": "move-1" };
  const first = await move({ parentId: old.id, on: "2024-01-01" }, key);
  expect(first.status).toBe(202);
  expect((await move({ parentId: old.id, on: "2024-01-01" }, key)).body).toEqual(first.body);
  const rejected = await move({ parentId: grove.cell.id, on: "2999-01-01" });
  expect(rejected).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: "/on", code: "in-the-future" }, { pointer: "/parentId" }] },
  });
});
