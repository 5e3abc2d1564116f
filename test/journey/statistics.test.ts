import { type AnyRecord, recordOf } from "../support/service.ts";
import { expectEventually } from "../support/until.ts";
import { useService } from "./fixture.ts";

const { send, post, organisation } = useService();

type Figures = { cells: number; members: Record<string, number>; meetings: { year: number; held: number }[] };
const figures = async ({ id }: AnyRecord, asOf: string) => {
  const answer = await send("GET", `/v1/organisations/${id}/statistics?asOf=${asOf}`);
  return recordOf(answer, 200) as unknown as Figures;
};
const membersOf = async (one: AnyRecord, asOf: string) => {
  const { total, official, probationary, mayVote } = (await figures(one, asOf)).members;
  return [total, official, probationary, mayVote];
};

test("Statistics of every level follow the history of a member, in any order of its entries", async () => {
  const top = await organisation("superior-committee", "Đảng bộ Khối");
  const ministry = await organisation("superior-committee", "Đảng bộ Bộ", top);
  const committee = await organisation("grassroots-committee", "Đảng bộ Viện", ministry);
  const department = await organisation("departmental-committee", "Đảng bộ bộ phận", committee);
  const inner = await organisation("cell", "Chi bộ 1", department);
  const outer = await organisation("cell", "Chi bộ 2", committee);
  const body = { organisationId: inner.id, fullName: "Lý Thu Hà", gender: "female", admittedOn: "2020-03-01" };
  const member = await post("/v1/members", body);
  const add = (entry: object) => post(`/v1/members/${member.id}/history`, entry);
  await add({ kind: "departed", on: "2023-06-15" });
  const transfer = await add({ kind: "transferred", on: "2022-01-01", organisationId: outer.id });
  await add({ kind: "confirmed", on: "2021-03-01" });
  await add({ kind: "suspended", on: "2022-05-05" });
  await add({ kind: "resumed", on: "2022-06-05" });

  expect(await membersOf(committee, "2020-02-29")).toEqual([0, 0, 0, 0]);
  expect(await membersOf(committee, "2020-03-01")).toEqual([1, 0, 1, 0]);
  expect(await membersOf(department, "2021-03-01")).toEqual([1, 1, 0, 1]);
  expect(await membersOf(department, "2022-01-01")).toEqual([0, 0, 0, 0]);
  expect(await membersOf(outer, "2022-05-05")).toEqual([1, 1, 0, 0]);
  expect(await membersOf(committee, "2022-06-05")).toEqual([1, 1, 0, 1]);
  expect(await membersOf(committee, "2023-06-15")).toEqual([0, 0, 0, 0]);
  for (const superior of [ministry, top]) await expectEventually(() => membersOf(superior, "2022-05-05"), [1, 1, 0, 0]);

  await add({ kind: "transferred", on: "2022-01-01", organisationId: inner.id, voids: transfer.id });
  expect(await membersOf(department, "2022-06-05")).toEqual([1, 1, 0, 1]);
  expect(await membersOf(outer, "2022-06-05")).toEqual([0, 0, 0, 0]);
  const then = await send("GET", `/v1/members/${member.id}?asOf=2020-12-31`);
  expect(then.body).toMatchObject({ standing: "probationary", mayVote: false, organisationId: inner.id });
});

test("A meeting is counted in its year only while its status is held", async () => {
  const committee = await organisation("grassroots-committee", "Đảng bộ Báo");
  const planned = { organisationId: committee.id, kind: "regular", title: "Họp", startsOn: "2023-05-10" };
  const { id } = await post("/v1/meetings", planned);
  const patch = (status: string) => send("PATCH", `/v1/meetings/${id}`, { status }, { "if-match": "*" });
  const held = async (asOf: string) => (await figures(committee, asOf)).meetings;
  expect(await held("2023-12-31")).toEqual([]);
  await patch("held");
  expect(await held("2023-12-31")).toEqual([{ year: 2023, held: 1 }]);
  expect(await held("2023-05-09")).toEqual([]);
  await patch("cancelled");
  expect(await held("2023-12-31")).toEqual([]);
});
