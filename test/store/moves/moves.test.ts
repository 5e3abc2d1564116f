import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { getOrganisation } from "../../../lib/organisations/reads.ts";
import { moveInput } from "../../../lib/organisations/schema.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { useRollUps } from "../statistics/stream.ts";
import { createMoveFixtures } from "./move-fixtures.ts";

const world = useWorld();
const act = createMoveFixtures(world);
const { settle } = useRollUps(world);

const membersOf = async (id: string, day?: string) => (await act.figures(id, day)).members.total;
const membersOn = (id: string, days: readonly string[]) => Promise.all(days.map((day) => membersOf(id, day)));
const today = "2024-01-15";

test("A committee in use moves with its descendants, and is immediately visible below the new parent only", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.ministryBelow(top);
  await act.enrol({ organisationId: first, fullName: "A" });
  await act.enrol({ organisationId: first, fullName: "B" });
  const record = await act.moved(tenantId, other, "2023-06-01");
  expect(record).toMatchObject({ organisationId: tenantId, parentId: other, on: "2023-06-01" });
  const [old, next] = [callerAt([top, ministry]), callerAt([top, other])];
  expect(await act.seen(tenantId, old)).toBeUndefined();
  expect(await act.seen(first, old)).toBeUndefined();
  expect(await act.seen(tenantId, next)).toMatchObject({ id: tenantId, parentId: other });
  expect(await act.seen(first, next)).toMatchObject({ id: first });
  expect(await act.names({ organisationId: first }, next)).toEqual(["A", "B"]);
  await expectRejection(act.names({ organisationId: first }, old), "not-found");
  expect(await act.below(ministry)).toEqual([]);
  expect(await act.below(other)).toEqual([tenantId]);
});

test("Statistics of a day before a move depend on the tree of that day", async () => {
  const { top, ministry, tenantId, first, department } = await act.committee();
  const other = await act.ministryBelow(top);
  await act.enrol({ organisationId: first, fullName: "A", joinedOn: "2020-01-01" });
  await act.createRaw({ organisationId: first, kind: "regular", title: "Họp", startsOn: "2021-03-01", status: "held" });
  await act.honour(tenantId, 2022, "Giấy khen");
  await settle();
  await act.moved(tenantId, other, "2023-06-01");
  await act.enrol({ organisationId: first, fullName: "B", joinedOn: "2022-01-01" });
  await settle();
  const days = ["2021-12-31", "2023-05-31", "2023-06-01", today];
  expect(await membersOn(ministry, days)).toEqual([1, 2, 0, 0]);
  expect(await membersOn(other, days)).toEqual([0, 0, 2, 2]);
  expect(await membersOf(top, "2023-05-31")).toBe(2);
  expect(await membersOf(top)).toBe(2);
  expect(await act.figures(ministry)).toMatchObject({ cells: 0, awards: [], meetings: [] });
  expect(await act.figures(ministry, "2023-05-31")).toMatchObject({ cells: 3, meetings: [{ year: 2021, held: 1 }] });
  expect(await act.figures(other)).toMatchObject({
    cells: 3,
    awards: [{ year: 2022, collective: 1, individual: 0 }],
    meetings: [{ year: 2021, held: 1 }],
  });
  expect(await membersOf(department)).toBe(0);
});

test("A cell that moves between departments takes its counters along from that day on", async () => {
  const { tenantId, department, inner } = await act.committee();
  const second = await act.organisation({ kind: "departmental-committee", name: "Bộ phận 2", parentId: tenantId });
  await act.enrol({ organisationId: inner, fullName: "A", joinedOn: "2020-01-01" });
  await act.createRaw({ organisationId: inner, kind: "regular", title: "Họp", startsOn: "2022-03-01", status: "held" });
  await act.moved(inner, second, "2023-06-01");
  await act.enrol({ organisationId: inner, fullName: "B", joinedOn: "2021-01-01" });
  expect(await membersOn(department, ["2023-05-31", "2023-06-01"])).toEqual([2, 0]);
  expect(await membersOn(second, ["2023-05-31", "2023-06-01"])).toEqual([0, 2]);
  expect(await act.figures(second)).toMatchObject({ cells: 1, meetings: [{ year: 2022, held: 1 }] });
  expect(await act.figures(department)).toMatchObject({ cells: 0, meetings: [] });
  expect(await membersOf(tenantId)).toBe(2);
  expect(await act.names({ organisationId: department, asOf: "2023-05-31" })).toEqual(["A", "B"]);
  expect(await act.names({ organisationId: department, asOf: "2023-06-01" })).toEqual([]);
  expect(await act.names({ organisationId: second })).toEqual(["A", "B"]);
  expect(await act.seen(inner, callerAt([tenantId, department]))).toBeUndefined();
  expect(await act.seen(inner, callerAt([tenantId, second]))).toMatchObject({ parentId: second });
});

test("Moves may be recorded in any order: the last of a day is effective, and the latest day gives the current parent", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const [second, third] = [await act.ministryBelow(top, "Đảng bộ 2"), await act.ministryBelow(top, "Đảng bộ 3")];
  await act.enrol({ organisationId: first, fullName: "A", joinedOn: "2020-01-01" });
  await act.moved(tenantId, second, "2023-06-01");
  await act.moved(tenantId, third, "2022-06-01");
  await act.moved(tenantId, ministry, "2022-06-01");
  await act.moved(tenantId, third, "2022-06-01");
  await settle();
  expect(await act.seen(tenantId)).toMatchObject({ parentId: second });
  expect(await act.moves(tenantId)).toEqual([
    ["2022-06-01", third],
    ["2022-06-01", ministry],
    ["2022-06-01", third],
    ["2023-06-01", second],
  ]);
  const days = ["2022-05-31", "2022-06-01", "2023-05-31", "2023-06-01"];
  expect(await membersOn(ministry, days)).toEqual([1, 0, 0, 0]);
  expect(await membersOn(third, days)).toEqual([0, 1, 1, 0]);
  expect(await membersOn(second, days)).toEqual([0, 0, 0, 1]);
  await act.moved(tenantId, ministry, "2023-06-01");
  await settle();
  expect(await membersOf(second)).toBe(0);
  expect(await membersOf(ministry)).toBe(1);
  expect(await world.dependencies.table.get(keys.tally(second))).toMatchObject({ refs: 0, tenants: 0 });
});

test("A superior moves with the committees below it, whose paths change in the same transaction", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.ministryBelow(top);
  const inside = await act.ministryBelow(ministry, "Đảng bộ Cục");
  const deep = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trạm", parentId: inside });
  await act.enrol({ organisationId: first, fullName: "A", joinedOn: "2020-01-01" });
  await act.moved(ministry, other, "2023-06-01");
  await settle();
  for (const id of [ministry, tenantId, first, inside, deep]) {
    expect(await act.seen(id, callerAt([top, other]))).toMatchObject({ id });
    expect(await act.seen(id, callerAt([top, other, ministry]))).toMatchObject({ id });
  }
  expect(await world.dependencies.table.get(keys.tree(deep))).toMatchObject({ path: [top, other, ministry, inside] });
  expect(await membersOn(other, ["2023-05-31", today])).toEqual([0, 1]);
  expect(await membersOn(top, ["2023-05-31", today])).toEqual([1, 1]);
  const late = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Mới", parentId: inside });
  expect(await act.seen(late, callerAt([top, other]))).toMatchObject({ id: late });
});

test("All errors of a move are reported together", async () => {
  const { top, ministry, tenantId, department, first, inner } = await act.committee();
  const stranger = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ lạ", parentId: top });
  const rejection = (id: string, parentId: string | undefined, on: string, caller = callerAt([])) =>
    rejectionOf(act.move(id, { parentId, on }, caller.organisationId === null ? undefined : caller));
  expect(await rejection(tenantId, stranger, "2024-01-16")).toEqual([
    "/on in-the-future",
    "/parentId misplaced-organisation",
  ]);
  expect(await rejection(inner, stranger, today)).toEqual(["/parentId other-committee"]);
  expect(await rejection(inner, undefined, today)).toEqual(["/parentId misplaced-organisation"]);
  expect(await rejection(ministry, ministry, today)).toEqual(["/parentId cycle"]);
  expect(await rejection(first, "01HJK7Q5M0A1B2C3D4", "2023-02-30")).toEqual([
    "/on not-a-date",
    "/parentId unknown-reference",
  ]);
  const caller = callerAt([top, ministry]);
  expect(await rejection(tenantId, top, today, caller)).toEqual(["/parentId unknown-reference"]);
  expect(await rejection(tenantId, undefined, today, caller)).toEqual(["/parentId required"]);
  expect(await rejection(stranger, ministry, today, caller)).toBe("not-found");
  const young = await act.organisation({ kind: "cell", name: "Mới", parentId: tenantId, establishedOn: "2023-06-01" });
  expect(await rejection(young, department, "2023-05-31")).toEqual(["/on before-other"]);
});

test("A former descendant cannot become an ancestor, not even on another day", async () => {
  const top = await act.organisation({ kind: "superior-committee", name: "Khối" });
  const [a, b] = [await act.ministryBelow(top, "A"), await act.ministryBelow(top, "B")];
  await act.moved(a, b, "2020-01-01");
  await act.moved(a, top, "2021-01-01");
  await expectRejection(act.move(b, { parentId: a, on: "2022-01-01" }), "/parentId cycle");
});

test("An organisation that has moved is in use, and so are its current and former parents", async () => {
  const top = await act.organisation({ kind: "superior-committee", name: "Khối" });
  const [a, b] = [await act.ministryBelow(top, "A"), await act.ministryBelow(top, "B")];
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: a });
  await act.moved(tenantId, b, "2023-06-01");
  const remove = (id: string, version: number) => rejectionOf(act.deleteOrganisation(id, version));
  expect([await remove(tenantId, 2), await remove(a, 1), await remove(b, 1)]).toEqual(["in-use", "in-use", "in-use"]);
  await expectRejection(act.patchOrganisation(tenantId, 2, { parentId: a }), "in-use");
});

test("A thirteenth day of moves is rejected, a correction of one of the twelve is accepted", async () => {
  const { tenantId, department, inner } = await act.committee();
  const days = Array.from({ length: 12 }, (_, i) => `2023-${String(i + 1).padStart(2, "0")}-01`);
  for (const [i, on] of days.entries()) await act.moved(inner, i % 2 ? department : tenantId, on);
  await expectRejection(act.move(inner, { parentId: tenantId, on: today }), "/on too-many-moves");
  expect(await act.moved(inner, tenantId, "2023-12-01")).toMatchObject({ parentId: tenantId });
});

test("A move that changes the counters of more months than one transaction holds is complete for every reader at once", async () => {
  const { top, tenantId, inner, department } = await act.committee();
  for (let i = 0; i < 44; i++) {
    const joinedOn = `${2019 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`;
    await act.enrol({ organisationId: inner, fullName: joinedOn, joinedOn });
  }
  await act.createRaw({ organisationId: inner, kind: "regular", title: "Họp", startsOn: "2019-03-01", status: "held" });
  const second = await act.organisation({ kind: "departmental-committee", name: "Bộ phận 2", parentId: tenantId });
  await settle();
  const days = ["2018-12-31", "2019-01-01", "2020-06-15", today];
  const expectAt = async (where: string, others: readonly string[]) => {
    for (const id of [where, tenantId]) expect(await membersOn(id, days)).toEqual([0, 1, 18, 44]);
    for (const id of others) expect(await membersOn(id, days)).toEqual([0, 0, 0, 0]);
    expect((await act.figures(where)).meetings).toEqual([{ year: 2019, held: 1 }]);
    for (const id of others) expect((await act.figures(id)).meetings).toEqual([]);
  };
  await expectAt(department, [second]);
  await act.moved(inner, second, "2018-01-01");
  await expectAt(second, [department]);
  // Before the first change is applied, another one corrects it.
  await act.moved(inner, tenantId, "2018-01-01");
  expect(await membersOn(second, days)).toEqual([0, 0, 0, 0]);
  await act.moved(inner, second, "2018-01-01");
  await settle();
  await expectAt(second, [department]);
  expect(await membersOn(top, days)).toEqual([0, 1, 18, 44]);
  await act.moved(inner, department, "2021-01-01");
  expect(await membersOn(second, days)).toEqual([0, 1, 18, 0]);
  await settle();
  expect([await membersOn(department, days), await membersOn(second, days)]).toEqual([
    [0, 0, 0, 44],
    [0, 1, 18, 0],
  ]);
});

test("A caller sees the names of its current superiors, not those in the path of its token", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.ministryBelow(top);
  const caller = callerAt([top, ministry, tenantId, first]);
  await act.moved(tenantId, other, "2023-06-01");
  const names = (id: string) => getOrganisation(world.contextAs(caller), id);
  expect((await names(other)).record).toMatchObject({ id: other, name: "Đảng bộ khác" });
  expect((await names(top)).record).toMatchObject({ id: top });
  expect((await names(tenantId)).record).toMatchObject({ id: tenantId, kind: "grassroots-committee" });
  await expectRejection(names(ministry), "not-found");
});

test("Positions in a former superior remain after a move, and new ones may still be recorded", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.ministryBelow(top);
  const inside = await act.ministryBelow(ministry, "Cục");
  await act.moved(tenantId, inside, "2020-01-01");
  const positions = [{ organisationId: ministry, role: "committee-member", from: "2021-01-01" }];
  const { id } = await act.enrol({ organisationId: first, fullName: "A", positions });
  await act.moved(tenantId, other, "2023-06-01");
  expect((await act.patch(id, 1, { jobTitle: "Kế toán" })).record).toMatchObject({ positions });
  const later = { organisationId: first, fullName: "B", positions: [{ ...positions[0], organisationId: inside }] };
  expect(await act.enrol(later)).toMatchObject({ positions: later.positions });
  const stranger = await act.organisation({ kind: "superior-committee", name: "Lạ" });
  const wrong = { ...later, positions: [{ ...positions[0], organisationId: stranger }] };
  await expectRejection(act.enrol(wrong), "/positions/0/organisationId unknown-reference");
});

test("A move is made at the version of the organisation that the caller names", async () => {
  const { tenantId, department, first } = await act.committee();
  const moveAt = (version: number) =>
    moveOrganisation(world.contextAs(), first, {
      precondition: { versions: [version] },
      validation: validateInput(moveInput, { parentId: department, on: "2020-01-01" }),
    });
  await act.patchOrganisation(first, 1, { code: "01" });
  await expectRejection(moveAt(1), "stale");
  expect(await act.below(tenantId)).toContain(first);
  await moveAt(2);
  expect(await act.seen(first)).toMatchObject({ parentId: department });
});
