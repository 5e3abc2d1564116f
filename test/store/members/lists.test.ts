import { listMembers } from "../../../lib/members/reads.ts";
import type { MembersQuery } from "../../../lib/members/schema.ts";
import { callerAt, expectRejection, readPages, useWorld } from "../../support/world.ts";
import { type Committee, createCommitteeFixtures } from "./committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);
const namesIn = (organisationId: string, query: MembersQuery = {}) => act.names({ organisationId, ...query });
let units: Committee;
beforeAll(async () => {
  units = await act.committee();
  const { first, second, inner } = units;
  await act.create({ organisationId: first, fullName: "Nguyễn Xuân Dũng", confirmed: true });
  await act.create({ organisationId: first, fullName: "Trần Thị Ánh", joinedOn: "2021-01-01" });
  const gone = await act.create({ organisationId: second, fullName: "Lê Văn Bình", confirmed: true });
  const moved = await act.create({
    organisationId: inner,
    fullName: "Đỗ Minh Ân",
    externalIds: { hr: "17" },
    confirmed: true,
  });
  await act.history(gone.id, { kind: "departed", on: "2022-02-02" });
  await act.history(moved.id, { kind: "transferred", on: "2020-02-02", organisationId: second });
});

test("Members of a committee, a department or a cell are listed by name, former members only on request", async () => {
  const { tenantId, first, second, inner, department, ministry } = units;
  expect(await namesIn(tenantId)).toEqual(["Trần Thị Ánh", "Đỗ Minh Ân", "Nguyễn Xuân Dũng"]);
  expect(await namesIn(first)).toEqual(["Trần Thị Ánh", "Nguyễn Xuân Dũng"]);
  expect(await namesIn(second)).toEqual(["Đỗ Minh Ân"]);
  expect(await namesIn(inner)).toEqual([]);
  expect(await namesIn(department)).toEqual([]);
  expect(await namesIn(ministry)).toEqual([]);
  expect(await namesIn(tenantId, { standing: "former" })).toEqual(["Lê Văn Bình"]);
  expect(await namesIn(second, { standing: "former" })).toEqual(["Lê Văn Bình"]);
  expect(await namesIn(tenantId, { standing: "official" })).toEqual(["Đỗ Minh Ân", "Nguyễn Xuân Dũng"]);
  expect(await namesIn(tenantId, { standing: "probationary" })).toEqual(["Trần Thị Ánh"]);
});

test("A list of members covers the caller's organisation by default, and one outside its subtree is not found", async () => {
  const { top, ministry, tenantId, first, second } = units;
  const path = [top, ministry, tenantId];
  expect(await act.names({}, callerAt(path))).toHaveLength(3);
  expect(await act.names({}, callerAt([...path, first]))).toEqual(["Trần Thị Ánh", "Nguyễn Xuân Dũng"]);
  expect(await act.names({})).toEqual([]);
  await expectRejection(act.names({ organisationId: second }, callerAt([...path, first])), "not-found");
  await expectRejection(act.names({ organisationId: "nobody" }), "not-found");
});

test("A list as of a day shows the cells and standings of that day", async () => {
  const { tenantId, second, inner, department } = units;
  const early = "2020-01-01";
  expect(await namesIn(tenantId, { asOf: early })).toEqual(["Đỗ Minh Ân", "Lê Văn Bình", "Nguyễn Xuân Dũng"]);
  expect(await namesIn(inner, { asOf: early })).toEqual(["Đỗ Minh Ân"]);
  expect(await namesIn(department, { asOf: early })).toEqual(["Đỗ Minh Ân"]);
  expect(await namesIn(second, { asOf: early })).toEqual(["Lê Văn Bình"]);
  expect(await namesIn(tenantId, { asOf: "2022-02-02", standing: "former" })).toEqual(["Lê Văn Bình"]);
  expect(await namesIn(tenantId, { asOf: early, standing: "former" })).toEqual([]);
});

test("A search for members matches the beginnings of words of the name", async () => {
  const { tenantId } = units;
  expect(await namesIn(tenantId, { q: "nguyen dung" })).toEqual(["Nguyễn Xuân Dũng"]);
  expect(await namesIn(tenantId, { q: "do â" })).toEqual(["Đỗ Minh Ân"]);
  expect(await namesIn(tenantId, { q: "le", asOf: "2020-01-01" })).toEqual(["Lê Văn Bình"]);
  expect(await namesIn(tenantId, { q: "guyen" })).toEqual([]);
});

test("A list by external id shows the member only within the organisation of the list", async () => {
  const { tenantId, second, first } = units;
  const find = (query: MembersQuery) => act.names({ externalId: "hr:17", ...query });
  expect(await find({ organisationId: tenantId })).toEqual(["Đỗ Minh Ân"]);
  expect(await find({ organisationId: second })).toEqual(["Đỗ Minh Ân"]);
  expect(await find({ organisationId: first })).toEqual([]);
  expect(await find({ organisationId: tenantId, q: "le" })).toEqual([]);
  expect(await namesIn(tenantId, { externalId: "hr:18" })).toEqual([]);
  expect(await find({})).toEqual([]);
});

test("Pages of one member list every member once, as of today and of a day", async () => {
  const { tenantId } = units;
  const paged = async (query: MembersQuery) =>
    (await readPages((page) => listMembers(world.contextAs(), query, page))).map(({ fullName }) => fullName);
  const today = { organisationId: tenantId };
  const early = { organisationId: tenantId, asOf: "2020-01-01" };
  expect(await paged(today)).toEqual(await act.names(today));
  expect(await paged(early)).toEqual(await act.names(early));
});

describe("Filters of a list of members", () => {
  let tenantId = "";
  let first = "";
  beforeAll(async () => {
    const committee = await act.committee();
    ({ tenantId, first } = committee);
    const secretary = { organisationId: tenantId, role: "secretary" };
    await act.create({
      organisationId: first,
      fullName: "An",
      gender: "female",
      memberNumber: "01.000001",
      confirmed: true,
      positions: [{ ...secretary, from: "2020-01-01", to: "2021-12-31" }],
    });
    const binh = await act.create({
      organisationId: first,
      fullName: "Bình",
      gender: "male",
      memberNumber: "01.000002",
      positions: [{ ...secretary, from: "2022-01-01" }],
      externalIds: { hr: "2" },
    });
    await act.history(binh.id, { kind: "departed", on: "2023-06-01" });
    const cuc = await act.create({
      organisationId: committee.second,
      fullName: "Cúc",
      gender: "female",
      confirmed: true,
      positions: [{ organisationId: tenantId, role: "committee-member" }],
    });
    await act.history(cuc.id, { kind: "suspended", on: "2023-01-01" });
  });
  const names = (query: MembersQuery) => act.names({ organisationId: tenantId, ...query });

  test("find members by number, by gender and by suspension", async () => {
    expect(await names({ memberNumber: "01.000001" })).toEqual(["An"]);
    expect(await names({ memberNumber: "01.000002" })).toEqual([]);
    expect(await names({ memberNumber: "01.000002", standing: "all" })).toEqual(["Bình"]);
    expect(await names({ gender: "female" })).toEqual(["An", "Cúc"]);
    expect(await names({ gender: "male", standing: "former" })).toEqual(["Bình"]);
    expect(await names({ suspended: "true" })).toEqual(["Cúc"]);
    expect(await names({ suspended: "false", standing: "all" })).toEqual(["An", "Bình"]);
    expect(await names({ suspended: "true", asOf: "2022-12-31" })).toEqual([]);
  });

  test("find members by the role that they hold today or on a day, which ends with a departure", async () => {
    expect(await names({ position: "secretary" })).toEqual([]);
    expect(await names({ position: "secretary", standing: "all" })).toEqual([]);
    expect(await names({ position: "secretary", asOf: "2021-12-31" })).toEqual(["An"]);
    expect(await names({ position: "secretary", asOf: "2023-05-31" })).toEqual(["Bình"]);
    expect(await names({ position: "secretary", asOf: "2023-06-01", standing: "all" })).toEqual([]);
    expect(await names({ position: "committee-member", gender: "female" })).toEqual(["Cúc"]);
    expect(await names({ position: "deputy-secretary" })).toEqual([]);
  });

  test("list former members with the others on request, and find them by external id", async () => {
    expect(await names({ standing: "all" })).toEqual(["An", "Bình", "Cúc"]);
    expect(await names({ standing: "all", q: "b" })).toEqual(["Bình"]);
    expect(await names({ standing: "all", organisationId: first })).toEqual(["An", "Bình"]);
    expect(await names({ standing: "all", asOf: "2024-01-01" })).toEqual(["An", "Bình", "Cúc"]);
    expect(await names({ externalId: "hr:2" })).toEqual(["Bình"]);
    expect(await names({ externalId: "hr:2", standing: "official" })).toEqual([]);
    expect(await names({ externalId: "hr:2", asOf: "2023-01-01" })).toEqual(["Bình"]);
  });

  test("give pages of one member with every match once", async () => {
    const query = { organisationId: tenantId, standing: "all", gender: "female" } as const;
    const found = await readPages((page) => listMembers(world.contextAs(), query, page));
    expect(found.map(({ fullName }) => fullName)).toEqual(["An", "Cúc"]);
  });
});
