import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { moveInput, organisationInput } from "../../../lib/organisations/schema.ts";
import { putOrganisationByExternalId } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { Problem } from "../../../lib/shared/problem.ts";
import { expectRejection, rejectionOf, useWorld } from "../../support/world.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";

const world = useWorld();
const act = createMeetingFixtures(world);

const tenant = (fields: object = {}) =>
  act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Viện", ...fields });
const cellOf = (parentId: string, fields: object = {}) =>
  act.organisation({ kind: "cell", name: "Chi bộ", parentId, ...fields });
const member = (organisationId: string, fields: object = {}) =>
  act.create({ organisationId, fullName: "Nguyễn Văn A", ...fields });
const move = (id: string, parentId: string, on: string) =>
  moveOrganisation(world.contextAs(), id, { validation: validateInput(moveInput, { parentId, on }) });

/** What depends on a record, by the 409 of a write. */
const dependentsOf = async (write: Promise<unknown>) => {
  const error = await write.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw error;
  return [error.code, error.details.dependents];
};
const inUse = (...dependents: [kind: string, count: number][]) => [
  "in-use",
  dependents.map(([kind, count]) => ({ kind, count })),
];

test("A cell is dissolved only on a day on which no member is left in it or comes later", async () => {
  const tenantId = await tenant();
  const [cell, other] = [await cellOf(tenantId), await cellOf(tenantId)];
  const people = await Promise.all([member(cell, { joinedOn: "2015-01-01" }), member(cell)]);
  const dissolve = (on: string, version = 1) => act.patchOrganisation(cell, version, { dissolvedOn: on });
  expect(await dependentsOf(dissolve("2020-01-01"))).toEqual(inUse(["member", 2]));
  for (const { id } of people) await act.history(id, { kind: "transferred", organisationId: other, on: "2020-01-01" });
  expect(await dependentsOf(dissolve("2019-12-31"))).toEqual(inUse(["member", 2]));
  await expect(dissolve("2020-01-01")).resolves.toMatchObject({ version: 2 });
  await expect(dissolve("2021-01-01", 2)).resolves.toMatchObject({ version: 3 });
});

test("A PUT by external id does not dissolve a cell with members either", async () => {
  const tenantId = await tenant();
  const cell = await cellOf(tenantId, { externalIds: { hr: "c1" } });
  await member(cell);
  const put = (fields: object) =>
    putOrganisationByExternalId(world.contextAs(), {
      external: { source: "hr", externalId: "c1" },
      precondition: undefined,
      body: validateInput(organisationInput, { kind: "cell", name: "Chi bộ", parentId: tenantId, ...fields }),
    });
  expect(await dependentsOf(put({ dissolvedOn: "2020-01-01" }))).toEqual(inUse(["member", 1]));
  await expect(put({ code: "01" })).resolves.toMatchObject({ version: 2 });
});

test("A committee is not dissolved while it has cells with members, and its cells end with it", async () => {
  const tenantId = await tenant();
  const cell = await cellOf(tenantId, { dissolvedOn: "2020-01-01" });
  const later = await cellOf(tenantId);
  expect(await dependentsOf(act.patchOrganisation(tenantId, 1, { dissolvedOn: "2020-01-01" }))).toEqual(
    inUse(["organisation", 1]),
  );
  await act.patchOrganisation(later, 1, { dissolvedOn: "2020-01-01" });
  await expect(act.patchOrganisation(tenantId, 1, { dissolvedOn: "2020-01-01" })).resolves.toMatchObject({
    version: 2,
  });
  expect(await rejectionOf(act.patchOrganisation(cell, 1, { dissolvedOn: null }))).toEqual([
    "/parentId outside-life-span",
  ]);
  expect(await rejectionOf(act.patchOrganisation(cell, 1, { dissolvedOn: "2020-01-02" }))).toEqual([
    "/dissolvedOn outside-life-span",
  ]);
  expect(await rejectionOf(cellOf(tenantId))).toEqual(["/parentId outside-life-span"]);
  expect(await rejectionOf(cellOf(tenantId, { establishedOn: "2021-01-01", dissolvedOn: "2021-02-01" }))).toEqual([
    "/establishedOn outside-life-span",
  ]);
});

test("A superior is not dissolved while committees below it go on", async () => {
  const superior = await act.organisation({ kind: "superior-committee", name: "Đảng bộ Khối" });
  const committee = await tenant({ parentId: superior });
  const dissolve = () => act.patchOrganisation(superior, 1, { dissolvedOn: "2020-01-01" });
  expect(await dependentsOf(dissolve())).toEqual(inUse(["organisation", 1]));
  await act.patchOrganisation(committee, 1, { dissolvedOn: "2019-06-30" });
  await expect(dissolve()).resolves.toMatchObject({ version: 2 });
});

test("A cell is not established after members joined it or left it", async () => {
  const tenantId = await tenant();
  const [cell, other] = [await cellOf(tenantId), await cellOf(tenantId)];
  await member(cell, { joinedOn: "2015-05-19" });
  const { id } = await member(other);
  await act.history(id, { kind: "departed", on: "2014-01-01" });
  const establish = (of: string, on: string) => act.patchOrganisation(of, 1, { establishedOn: on });
  expect(await dependentsOf(establish(cell, "2015-05-20"))).toEqual(inUse(["member", 1]));
  expect(await dependentsOf(establish(other, "2014-01-02"))).toEqual(inUse(["member", 1]));
  await expect(establish(cell, "2015-05-19")).resolves.toMatchObject({ version: 2 });
});

test("A cell is not dissolved or established so that positions in it lie outside", async () => {
  const tenantId = await tenant();
  const [cell, other] = [await cellOf(tenantId), await cellOf(tenantId)];
  const position = { organisationId: cell, role: "secretary", from: "2016-05-19" };
  const { id } = await member(other, { joinedOn: "2015-01-01", positions: [position] });
  const span = (fields: object, version = 1) => act.patchOrganisation(cell, version, fields);
  expect(await dependentsOf(span({ dissolvedOn: "2020-01-01" }))).toEqual(inUse(["member", 1]));
  expect(await dependentsOf(span({ establishedOn: "2016-05-20" }))).toEqual(inUse(["member", 1]));
  await act.patch(id, 1, { positions: [{ ...position, to: "2020-01-01" }] });
  expect(await dependentsOf(span({ dissolvedOn: "2019-12-31" }))).toEqual(inUse(["member", 1]));
  await expect(span({ establishedOn: "2016-05-19", dissolvedOn: "2020-01-01" })).resolves.toMatchObject({ version: 2 });
});

test("A position without an end does not outlive the departure of its holder, so the cell can be dissolved then", async () => {
  const tenantId = await tenant();
  const [cell, other] = [await cellOf(tenantId), await cellOf(tenantId)];
  const positions = [{ organisationId: cell, role: "secretary" }];
  const { id } = await member(other, { joinedOn: "2015-01-01", positions });
  const departed = await act.history(id, { kind: "departed", on: "2020-01-01" });
  const dissolve = (on: string, version = 1) => act.patchOrganisation(cell, version, { dissolvedOn: on });
  expect(await dependentsOf(dissolve("2019-12-30"))).toEqual(inUse(["member", 1]));
  await act.history(id, { voids: departed.id });
  expect(await dependentsOf(dissolve("2019-12-31"))).toEqual(inUse(["member", 1]));
  const again = await act.history(id, { kind: "departed", on: "2020-01-01" });
  await expect(dissolve("2019-12-31")).resolves.toMatchObject({ version: 2 });
  const revoke = () => act.history(id, { voids: again.id });
  expect(await rejectionOf(revoke())).toEqual(["/voids outside-life-span"]);
  await act.patch(id, 4, { positions: [{ ...positions[0], to: "2019-12-30" }] });
  await expect(revoke()).resolves.toMatchObject({ effective: true });
});

test("Members of unknown days may be in a cell that was established on a known day", async () => {
  const tenantId = await tenant();
  const cell = await cellOf(tenantId);
  await member(cell);
  await expect(act.patchOrganisation(cell, 1, { establishedOn: "2010-01-01" })).resolves.toMatchObject({ version: 2 });
});

test("An organisation is neither established after its meetings nor dissolved before them, unless they were cancelled", async () => {
  const tenantId = await tenant();
  const meeting = await act.createMeeting(tenantId, { startsOn: "2023-12-26" });
  const span = (fields: object, version = 1) => act.patchOrganisation(tenantId, version, fields);
  expect(await dependentsOf(span({ establishedOn: "2023-12-27" }))).toEqual(inUse(["meeting", 1]));
  expect(await dependentsOf(span({ dissolvedOn: "2023-12-25" }))).toEqual(inUse(["meeting", 1]));
  await expect(span({ establishedOn: "2023-12-26", dissolvedOn: "2023-12-26" })).resolves.toMatchObject({ version: 2 });
  await act.patchMeeting(meeting.id, 1, { status: "cancelled" });
  await expect(span({ establishedOn: "2020-01-01", dissolvedOn: "2020-12-31" }, 2)).resolves.toMatchObject({
    version: 3,
  });
});

test("An organisation moves only below a parent that exists from that day on", async () => {
  const tenantId = await tenant();
  const department = await act.organisation({
    kind: "departmental-committee",
    name: "Đảng bộ bộ phận",
    parentId: tenantId,
    establishedOn: "2018-01-01",
    dissolvedOn: "2022-01-01",
  });
  const cell = await cellOf(tenantId, { establishedOn: "2010-01-01" });
  await member(cell);
  expect(await rejectionOf(move(cell, department, "2017-12-31"))).toEqual(["/on outside-life-span"]);
  expect(await rejectionOf(move(cell, department, "2022-01-01"))).toEqual(["/on outside-life-span"]);
  expect(await rejectionOf(move(cell, department, "2019-01-01"))).toEqual(["/parentId outside-life-span"]);
  await move(cell, tenantId, "2021-01-01");
  await move(cell, department, "2019-01-01");
  const dissolve = (on: string) => act.patchOrganisation(department, 1, { dissolvedOn: on });
  expect(await dependentsOf(dissolve("2020-12-31"))).toEqual(inUse(["member", 1], ["organisation", 1]));
  await expect(dissolve("2021-01-01")).resolves.toMatchObject({ version: 2 });
});

test("An organisation is not established after a move of its own or of one below it", async () => {
  const tenantId = await tenant();
  const department = await act.organisation({ kind: "departmental-committee", name: "B", parentId: tenantId });
  const cell = await cellOf(tenantId);
  await move(cell, department, "2015-01-01");
  const establish = (id: string, version: number, on: string) =>
    act.patchOrganisation(id, version, { establishedOn: on });
  for (const [id, version] of [
    [cell, 2],
    [department, 1],
  ] as const) {
    expect(await dependentsOf(establish(id, version, "2015-01-02"))).toEqual(inUse(["organisation", 1]));
    await expect(establish(id, version, "2015-01-01")).resolves.toMatchObject({ version: version + 1 });
  }
});

test("A moved cell keeps its life span for those who join it", async () => {
  const tenantId = await tenant();
  const department = await act.organisation({ kind: "departmental-committee", name: "B", parentId: tenantId });
  const cell = await cellOf(tenantId, { establishedOn: "2010-01-01" });
  await move(cell, department, "2015-01-01");
  await expectRejection(member(cell, { joinedOn: "2009-12-31" }), "/joinedOn outside-life-span");
  await act.patchOrganisation(cell, 2, { establishedOn: "2009-01-01" });
  await expect(member(cell, { joinedOn: "2009-12-31" })).resolves.toBeDefined();
});

test("A dissolution and someone who joins concurrently exclude each other", async () => {
  const tenantId = await tenant();
  const cell = await cellOf(tenantId);
  const outcomes = await Promise.allSettled([
    act.patchOrganisation(cell, 1, { dissolvedOn: "2020-01-01" }),
    member(cell, { joinedOn: "2020-05-01" }),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
