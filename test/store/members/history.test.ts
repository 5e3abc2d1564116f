import { getHistoryEntry, listHistory } from "../../../lib/members/history.ts";
import { getMember } from "../../../lib/members/reads.ts";
import { expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createCommitteeFixtures } from "./committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);

const on = async (id: string, asOf: string) => (await getMember(world.workAs(), id, asOf)).record;

test("A history entry changes version, standing and cell of the member, and the statistics of both cells from its day on", async () => {
  const { first, second, tenantId } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A", joinedOn: "2019-01-01", confirmed: true });
  await act.history(id, { kind: "transferred", on: "2020-06-15", organisationId: second });
  await act.history(id, { kind: "departed", on: "2022-01-01" });
  const record = await getMember(world.workAs(), id, undefined);
  expect(record).toMatchObject({ version: 3, record: { standing: "former", mayVote: false, organisationId: second } });
  expect(await on(id, "2020-06-14")).toMatchObject({ organisationId: first, standing: "official" });
  expect(await on(id, "2020-06-15")).toMatchObject({ organisationId: second, mayVote: true });
  await expectRejection(on(id, "2018-12-31"), "not-found");
  const totals = (day: string) =>
    Promise.all([first, second, tenantId].map(async (one) => (await act.figures(one, day)).members.total));
  expect(await totals("2020-06-14")).toEqual([1, 0, 1]);
  expect(await totals("2020-06-15")).toEqual([0, 1, 1]);
  expect(await totals("2022-01-01")).toEqual([0, 0, 0]);
});

test("A history entry that cannot be true is rejected, one without effect yet is accepted", async () => {
  const { first, tenantId } = await act.committee();
  const elsewhere = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A" });
  const add = (entry: object) => rejectionOf(act.history(id, entry));
  expect(await add({ kind: "resumed", on: "2020-01-01" })).toBe("accepted");
  expect(await add({ kind: "departed", on: "2024-01-16" })).toEqual(["/on in-the-future"]);
  expect(await add({ kind: "transferred", on: "2020-01-01" })).toEqual(["/organisationId required"]);
  expect(await add({ kind: "transferred", on: "2020-01-01", organisationId: "x" })).toEqual([
    "/organisationId unknown-reference",
  ]);
  expect(await add({ kind: "transferred", on: "2020-01-01", organisationId: elsewhere.first })).toEqual([
    "/organisationId unknown-reference",
  ]);
  expect(await add({ kind: "transferred", on: "2020-01-01", organisationId: tenantId })).toEqual([
    "/organisationId wrong-kind",
  ]);
  expect(await add({ kind: "confirmed", on: "2020-01-01", voids: id.slice(0, 18) })).toEqual([
    "/voids unknown-reference",
  ]);
  await expectRejection(act.history(elsewhere.first, { kind: "confirmed", on: "2020-01-01" }), "not-found");
});

test("A history entry is read by its id, and the list is in order of arrival", async () => {
  const { first } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A" });
  const decision = { number: "12-QĐ/ĐU", date: "2020-01-01" };
  const confirmed = await act.history(id, { kind: "confirmed", on: "2020-02-02", reason: "Đủ điều kiện", decision });
  const suspended = await act.history(id, { kind: "suspended", on: "2019-01-01" });
  expect(await getHistoryEntry(world.workAs(), id, confirmed.id)).toEqual({ record: confirmed, version: 1 });
  expect(confirmed).toMatchObject({ kind: "confirmed", on: "2020-02-02", reason: "Đủ điều kiện", decision });
  const page = await listHistory(world.workAs(), id, { limit: 10 });
  expect(page).toEqual({ items: [confirmed, suspended], next: undefined });
});

test("Concurrent history entries of one member are all written", async () => {
  const { first, tenantId } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A" });
  const kinds = ["confirmed", "suspended", "resumed", "departed", "readmitted"];
  await Promise.all(kinds.map((kind, i) => act.history(id, { kind, on: `2020-01-0${i + 1}` })));
  const votes = async (day: string) => (await act.figures(tenantId, day)).members;
  expect(await votes("2020-01-01")).toMatchObject({ total: 1, official: 1, mayVote: 1 });
  expect(await votes("2020-01-02")).toMatchObject({ total: 1, official: 1, mayVote: 0 });
  expect(await votes("2020-01-03")).toMatchObject({ total: 1, official: 1, mayVote: 1 });
  expect(await votes("2020-01-04")).toMatchObject({ total: 0, official: 0, mayVote: 0 });
  expect(await votes("2020-01-05")).toMatchObject({ total: 1, official: 0, mayVote: 0 });
});

test("A change that affects more days than one transaction holds is rejected", async () => {
  const { first, second } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A" });
  for (let year = 1950; year < 1975; year++) {
    const organisationId = year % 2 ? first : second;
    await act.history(id, { kind: "transferred", on: `${year}-01-01`, organisationId });
  }
  await expectRejection(act.patch(id, 26, { gender: "male" }), " too-many-changes");
  expect(await getMember(world.workAs(), id, undefined)).toMatchObject({ version: 26 });
});
