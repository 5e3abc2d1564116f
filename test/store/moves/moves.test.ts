import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { deleteOrganisation, updateOrganisation } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, rejectionOf, startWorld, type World } from "../../support/world.ts";
import { openStream, settled, type Tallies } from "../statistics/stream.ts";
import { movers } from "./movers.ts";

let world: World;
let stream: Tallies;
let act: ReturnType<typeof movers>;
beforeAll(async () => {
  world = await startWorld();
  stream = await openStream(world);
  act = movers(world);
});
afterAll(async () => {
  stream.close();
  await world.close();
});

const settle = () => {
  const carry = createStreamHandler([createRollUp(() => world.dependencies)]);
  return settled(stream, (Records) => carry({ Records }));
};
const membersOf = async (id: string, day?: string) => (await act.figures(id, day)).members.total;
const today = "2024-01-15";

test("A committee in use moves with all below it: seen at once where it comes, and no more where it was", async () => {
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
  expect(await rejectionOf(act.names({ organisationId: first }, old))).toBe("not-found");
  expect(await act.below(ministry)).toEqual([]);
  expect(await act.below(other)).toEqual([tenantId]);
});

test("Figures of the past stay with the tree of their day", async () => {
  const { top, ministry, tenantId, first, department } = await act.committee();
  const other = await act.ministryBelow(top);
  await act.enrol({ organisationId: first, fullName: "A", joinedOn: "2020-01-01" });
  await act.createRaw({ organisationId: first, kind: "regular", title: "Họp", startsOn: "2021-03-01", status: "held" });
  await act.honour(tenantId, 2022, "Giấy khen");
  await settle();
  await act.moved(tenantId, other, "2023-06-01");
  await act.enrol({ organisationId: first, fullName: "B", joinedOn: "2022-01-01" });
  await settle();
  expect(
    await Promise.all(["2021-12-31", "2023-05-31", "2023-06-01", today].map((day) => membersOf(ministry, day))),
  ).toEqual([1, 2, 0, 0]);
  expect(
    await Promise.all(["2021-12-31", "2023-05-31", "2023-06-01", today].map((day) => membersOf(other, day))),
  ).toEqual([0, 0, 2, 2]);
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

test("A year and a month that a move cuts in two are told apart by their days", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.ministryBelow(top);
  for (const joinedOn of ["2022-12-31", "2023-04-30", "2023-05-10", "2023-05-20", "2023-07-01"])
    await act.enrol({ organisationId: first, fullName: joinedOn, joinedOn });
  await settle();
  await act.moved(tenantId, other, "2023-05-15");
  await settle();
  const days = [
    "2022-12-31",
    "2023-05-01",
    "2023-05-14",
    "2023-05-15",
    "2023-05-20",
    "2023-06-30",
    "2023-07-01",
    today,
  ];
  const at = (id: string) => Promise.all(days.map((day) => membersOf(id, day)));
  expect(await at(ministry)).toEqual([1, 2, 3, 0, 0, 0, 0, 0]);
  expect(await at(other)).toEqual([0, 0, 0, 3, 4, 4, 5, 5]);
  expect(await at(top)).toEqual([1, 2, 3, 3, 4, 4, 5, 5]);
});

test("A cell moves between departments of its committee, and takes along what it counts from that day on", async () => {
  const { tenantId, department, inner } = await act.committee();
  const second = await act.organisation({ kind: "departmental-committee", name: "Bộ phận 2", parentId: tenantId });
  await act.enrol({ organisationId: inner, fullName: "A", joinedOn: "2020-01-01" });
  await act.createRaw({ organisationId: inner, kind: "regular", title: "Họp", startsOn: "2022-03-01", status: "held" });
  await act.moved(inner, second, "2023-06-01");
  await act.enrol({ organisationId: inner, fullName: "B", joinedOn: "2021-01-01" });
  expect([await membersOf(department, "2023-05-31"), await membersOf(department, "2023-06-01")]).toEqual([2, 0]);
  expect([await membersOf(second, "2023-05-31"), await membersOf(second, "2023-06-01")]).toEqual([0, 2]);
  expect(await act.figures(second)).toMatchObject({ cells: 1, meetings: [{ year: 2022, held: 1 }] });
  expect(await act.figures(department)).toMatchObject({ cells: 0, meetings: [] });
  expect(await membersOf(tenantId)).toBe(2);
  expect(await act.names({ organisationId: department, asOf: "2023-05-31" })).toEqual(["A", "B"]);
  expect(await act.names({ organisationId: department, asOf: "2023-06-01" })).toEqual([]);
  expect(await act.names({ organisationId: second })).toEqual(["A", "B"]);
  expect(await act.seen(inner, callerAt([tenantId, department]))).toBeUndefined();
  expect(await act.seen(inner, callerAt([tenantId, second]))).toMatchObject({ parentId: second });
});

test("Moves come in any order of their days; the last one recorded of a day counts, and the latest day says where it is", async () => {
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
  expect(await Promise.all(days.map((day) => membersOf(ministry, day)))).toEqual([1, 0, 0, 0]);
  expect(await Promise.all(days.map((day) => membersOf(third, day)))).toEqual([0, 1, 1, 0]);
  expect(await Promise.all(days.map((day) => membersOf(second, day)))).toEqual([0, 0, 0, 1]);
  await act.moved(tenantId, ministry, "2023-06-01");
  await settle();
  expect(await membersOf(second)).toBe(0);
  expect(await membersOf(ministry)).toBe(1);
  expect(await world.dependencies.table.get(keys.tally(second))).toMatchObject({ refs: 0, tenantIds: 0 });
});

test("A superior moves with the committees below it, whose paths change at the same instant", async () => {
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
  expect([await membersOf(other, "2023-05-31"), await membersOf(other)]).toEqual([0, 1]);
  expect([await membersOf(top, "2023-05-31"), await membersOf(top)]).toEqual([1, 1]);
  const late = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Mới", parentId: inside });
  expect(await act.seen(late, callerAt([top, other]))).toMatchObject({ id: late });
});

test("What cannot be true of a move is refused, all of it at once", async () => {
  const { top, ministry, tenantId, department, first, inner } = await act.committee();
  const stranger = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ lạ", parentId: top });
  const refused = (id: string, parentId: string | undefined, on: string, caller = callerAt([])) =>
    rejectionOf(act.move(id, { parentId, on }, caller.organisationId === null ? undefined : caller));
  expect(await refused(tenantId, stranger, "2024-01-16")).toEqual([
    "/on in-the-future",
    "/parentId misplaced-organisation",
  ]);
  expect(await refused(inner, stranger, today)).toEqual(["/parentId other-committee"]);
  expect(await refused(inner, undefined, today)).toEqual(["/parentId misplaced-organisation"]);
  expect(await refused(ministry, ministry, today)).toEqual(["/parentId cycle"]);
  expect(await refused(first, "01HJK7Q5M0A1B2C3D4", "2023-02-30")).toEqual([
    "/on not-a-date",
    "/parentId unknown-reference",
  ]);
  const caller = callerAt([top, ministry]);
  expect(await refused(tenantId, top, today, caller)).toEqual(["/parentId unknown-reference"]);
  expect(await refused(tenantId, undefined, today, caller)).toEqual(["/parentId required"]);
  expect(await refused(stranger, ministry, today, caller)).toBe("not-found");
  const young = await act.organisation({ kind: "cell", name: "Mới", parentId: tenantId, establishedOn: "2023-06-01" });
  expect(await refused(young, department, "2023-05-31")).toEqual(["/on before-other"]);
});

test("No two organisations are ever one above the other and below it, not even on different days", async () => {
  const top = await act.organisation({ kind: "superior-committee", name: "Khối" });
  const [a, b] = [await act.ministryBelow(top, "A"), await act.ministryBelow(top, "B")];
  await act.moved(a, b, "2020-01-01");
  await act.moved(a, top, "2021-01-01");
  expect(await rejectionOf(act.move(b, { parentId: a, on: "2022-01-01" }))).toEqual(["/parentId cycle"]);
});

test("An organisation that has moved is in use, and so is every one it has hung below", async () => {
  const top = await act.organisation({ kind: "superior-committee", name: "Khối" });
  const [a, b] = [await act.ministryBelow(top, "A"), await act.ministryBelow(top, "B")];
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", parentId: a });
  await act.moved(tenantId, b, "2023-06-01");
  const remove = (id: string, version: number) =>
    rejectionOf(deleteOrganisation(world.workAs(), id, { versions: [version] }));
  expect([await remove(tenantId, 2), await remove(a, 1), await remove(b, 1)]).toEqual(["in-use", "in-use", "in-use"]);
  const patched = updateOrganisation(world.workAs(), tenantId, { versions: [2] }, (now) =>
    validateInput(organisationInput, mergePatch(now, { parentId: a })),
  );
  expect(await rejectionOf(patched)).toBe("in-use");
});

test("A thirteenth day of moves is refused, a correction of one of the twelve is not", async () => {
  const { tenantId, department, inner } = await act.committee();
  const days = Array.from({ length: 12 }, (_, i) => `2023-${String(i + 1).padStart(2, "0")}-01`);
  for (const [i, on] of days.entries()) await act.moved(inner, i % 2 ? department : tenantId, on);
  expect(await rejectionOf(act.move(inner, { parentId: tenantId, on: today }))).toEqual(["/on too-many-moves"]);
  expect(await act.moved(inner, tenantId, "2023-12-01")).toMatchObject({ parentId: tenantId });
});

test("A cell that has counted in more months since the day than one write holds stays where it is", async () => {
  const { tenantId, inner } = await act.committee();
  for (let i = 0; i < 44; i++) {
    const joinedOn = `${2019 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}-01`;
    await act.enrol({ organisationId: inner, fullName: joinedOn, joinedOn });
  }
  const second = await act.organisation({ kind: "departmental-committee", name: "Bộ phận 2", parentId: tenantId });
  expect(await rejectionOf(act.move(inner, { parentId: second, on: "2018-01-01" }))).toEqual([" too-many-changes"]);
  expect(await act.moved(inner, second, "2021-01-01")).toMatchObject({ parentId: second });
}, 30_000);
