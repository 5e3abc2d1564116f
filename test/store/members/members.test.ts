import { getHistoryEntry, listHistory } from "../../../lib/members/history.ts";
import { getMember } from "../../../lib/members/reads.ts";
import { addReference } from "../../../lib/members/references.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { deleteMember, putMemberByExternalId } from "../../../lib/members/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt, expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createCommitteeFixtures } from "./committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);

const get = (id: string, asOf?: string) => getMember(world.contextAs(), id, asOf);
const remove = (id: string, version: number) => deleteMember(world.contextAs(), id, { versions: [version] });
const put = (externalId: string, input: object) =>
  putMemberByExternalId(world.contextAs(), {
    external: { source: "hr", externalId },
    precondition: undefined,
    body: validateInput(memberInput, input),
  });

test("A member with only a name and a cell counts without a first day, as probationary and without a vote", async () => {
  const { first, tenantId } = await act.committee();
  const member = await act.create({ organisationId: first, fullName: " Nguyễn  Văn A " });
  expect(member).toMatchObject({ organisationId: first, standing: "probationary", mayVote: false });
  expect(member).toMatchObject({ visibility: "internal", createdAt: "2024-01-15T03:00:00.000Z" });
  expect(await get(member.id)).toEqual({ record: member, version: 1 });
  expect((await act.figures(tenantId, "1931-01-01")).members).toMatchObject({ total: 1, probationary: 1, mayVote: 0 });
});

test("A member must belong to a cell that the caller may see", async () => {
  const { first, tenantId, second } = await act.committee();
  const here = callerAt([tenantId, first]);
  const create = (organisationId: unknown) => rejectionOf(act.create({ organisationId, fullName: "A" }, here));
  expect(await create(first)).toBe("accepted");
  expect(await create(second)).toEqual(["/organisationId unknown-reference"]);
  expect(await create("nobody")).toEqual(["/organisationId unknown-reference"]);
  await expectRejection(act.create({ organisationId: tenantId, fullName: "A" }), "/organisationId wrong-kind");
});

test("Sources of external ids may be names of JavaScript properties", async () => {
  const { first } = await act.committee();
  const externalIds = { constructor: "1", toString: "2", prototype: "3" };
  const created = await act.create({ organisationId: first, fullName: "A", externalIds });
  expect(created.externalIds).toEqual(externalIds);
  expect((await get(created.id)).record).toMatchObject({ externalIds });
  expect(await act.names({ organisationId: first, externalId: "constructor:1" })).toEqual(["A"]);
});

test("Positions must be in the member's tenant or in a superior of it", async () => {
  const { top, ministry, tenantId, first, second } = await act.committee();
  const other = await act.committee();
  const withPositions = (...organisations: string[]) => ({
    organisationId: first,
    fullName: "A",
    positions: organisations.map((organisationId) => ({ organisationId, role: "secretary" })),
  });
  await act.create(withPositions(top, ministry, tenantId, first, second));
  await expectRejection(
    act.create(withPositions(tenantId, other.tenantId)),
    "/positions/1/organisationId unknown-reference",
  );
});

test("Positions may be in what a client sees and in what is above it, and stay where they are recorded", async () => {
  const { top, ministry, tenantId, department, inner, first } = await act.committee();
  const caller = callerAt([top, ministry, tenantId, department]);
  const positionsIn = (...ids: string[]) => ids.map((organisationId) => ({ organisationId, role: "secretary" }));
  const create = (...ids: string[]) =>
    act.create({ organisationId: inner, fullName: "A", positions: positionsIn(...ids) }, caller);
  await create(top, ministry, tenantId, department, inner);
  await expectRejection(create(department, first), "/positions/1/organisationId unknown-reference");
  const member = await act.create({ organisationId: inner, fullName: "A", positions: positionsIn(first) });
  await act.patch(member.id, 1, { positions: positionsIn(first, department) }, caller);
});

test("Errors of the schema, of rules and of references of a member are reported together", async () => {
  const { tenantId } = await act.committee();
  const input = { organisationId: tenantId, fullName: "", gender: "x", confirmedOn: "2030-01-01", colour: "red" };
  expect(await rejectionOf(act.create(input))).toEqual(
    expect.arrayContaining([
      "/organisationId wrong-kind",
      "/fullName too-short",
      "/gender not-allowed",
      "/confirmedOn in-the-future",
      "/colour unknown-field",
    ]),
  );
});

test("A member number is unique in a committee, and free again after its removal", async () => {
  const { first, second } = await act.committee();
  const elsewhere = await act.committee();
  const numbered = (organisationId: string) => ({ organisationId, fullName: "A", memberNumber: "0012" });
  const member = await act.create(numbered(first));
  await expectRejection(act.create(numbered(second)), "duplicate-member-number");
  await act.create(numbered(elsewhere.first));
  await act.patch(member.id, 1, { memberNumber: null });
  await act.create(numbered(second));
});

test("A PATCH of the initial state corrects the statistics of every day", async () => {
  const { first, second, inner, department, tenantId } = await act.committee();
  const member = await act.create({ organisationId: first, fullName: "A", admittedOn: "2020-05-05", gender: "female" });
  const totals = async (day: string) => {
    const counted = await Promise.all([first, second, inner, department, tenantId].map((id) => act.figures(id, day)));
    return counted.map(({ members }) => members.total);
  };
  expect(await totals("2020-05-04")).toEqual([0, 0, 0, 0, 0]);
  expect(await totals("2020-05-05")).toEqual([1, 0, 0, 0, 1]);
  const change = { organisationId: inner, admittedOn: "2019-12-31", confirmedOn: "2020-12-31", gender: null };
  expect(await act.patch(member.id, 1, change)).toMatchObject({ version: 2, record: { standing: "official" } });
  expect(await totals("2019-12-31")).toEqual([0, 0, 1, 1, 1]);
  expect((await act.figures(tenantId)).members).toEqual({
    total: 1,
    official: 1,
    probationary: 0,
    mayVote: 1,
    female: 0,
    male: 0,
  });
});

test("Concurrent PUTs of one external id create one member, and all succeed", async () => {
  const { first, tenantId } = await act.committee();
  const puts = ["A", "B", "C", "D"].map((fullName) => put("8", { organisationId: first, fullName }));
  const ids = (await Promise.all(puts)).map(({ record }) => (record as { id: string }).id);
  expect(new Set(ids).size).toBe(1);
  expect((await act.figures(tenantId)).members.total).toBe(1);
});

test("Deleting a member frees its number and external ids and corrects statistics; a referenced member is in use", async () => {
  const { first, tenantId } = await act.committee();
  const input = { organisationId: first, fullName: "A", memberNumber: "1", externalIds: { hr: "9" } };
  const { id } = await act.create(input);
  await act.history(id, { kind: "confirmed", on: "2020-01-01" });
  await world.dependencies.table.write([addReference(id, { by: "award", count: 1 })]);
  await expectRejection(remove(id, 2), "in-use");
  await world.dependencies.table.write([addReference(id, { by: "award", count: -1 })]);
  await remove(id, 2);
  await expectRejection(get(id), "not-found");
  expect((await act.figures(tenantId, "2020-01-01")).members).toMatchObject({ total: 0, official: 0 });
  await act.create(input);
});

test("A cell in the timeline of a member cannot be deleted", async () => {
  const { first, second } = await act.committee();
  const drop = (id: string) => rejectionOf(act.deleteOrganisation(id));
  const { id } = await act.create({ organisationId: first, fullName: "A" });
  await act.history(id, { kind: "transferred", on: "2020-01-01", organisationId: second });
  expect(await drop(first)).toBe("in-use");
  expect(await drop(second)).toBe("in-use");
  await remove(id, 2);
  expect(await drop(first)).toBe("accepted");
  expect(await drop(second)).toBe("accepted");
});

test("A restricted member is visible to administrators only, also in lists", async () => {
  const { tenantId, first } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A", visibility: "restricted" });
  const reader = callerAt([tenantId], ["dangbo/read", "dangbo/write"]);
  await expectRejection(getMember(world.contextAs(reader), id, undefined), "not-found");
  expect(await act.names({}, reader)).toEqual([]);
  expect(await act.names({ asOf: "2024-01-01" }, reader)).toEqual([]);
  expect(await act.names({}, callerAt([tenantId]))).toEqual(["A"]);
});

const on = async (id: string, asOf: string) => (await getMember(world.contextAs(), id, asOf)).record;

test("A history entry changes version, standing and cell of the member, and the statistics of both cells from its day on", async () => {
  const { first, second, tenantId } = await act.committee();
  const { id } = await act.create({ organisationId: first, fullName: "A", joinedOn: "2019-01-01", confirmed: true });
  await act.history(id, { kind: "transferred", on: "2020-06-15", organisationId: second });
  await act.history(id, { kind: "departed", on: "2022-01-01" });
  const record = await getMember(world.contextAs(), id, undefined);
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
  expect(await getHistoryEntry(world.contextAs(), id, confirmed.id)).toEqual({ record: confirmed, version: 2 });
  expect(confirmed).toMatchObject({ kind: "confirmed", on: "2020-02-02", reason: "Đủ điều kiện", decision });
  const page = await listHistory(world.contextAs(), id, { limit: 10 });
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
