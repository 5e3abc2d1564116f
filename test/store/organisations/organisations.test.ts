import { requireVisibleMember } from "../../../lib/members/reads.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { listOrganisations } from "../../../lib/organisations/lists.ts";
import { getOrganisation, requireVisibleOrganisation } from "../../../lib/organisations/reads.ts";
import { type Organisation, organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { keys } from "../../../lib/table/keys.ts";
import { add } from "../../../lib/table/write.ts";
import { callerAt, expectRejection, rejectionOf, rootCaller, useWorld } from "../../support/world.ts";
import { createMeetingFixtures } from "../meetings/meeting-fixtures.ts";
import { type Committee, createCommitteeFixtures } from "../members/committee-fixtures.ts";

const world = useWorld();

const act = createCommitteeFixtures(world);
const create = async (input: object, caller?: Caller) =>
  (await createOrganisation(world.contextAs(caller), validateInput(organisationInput, input))).record as Organisation;
const names = async (parentId: string | undefined, caller?: Caller) => {
  const page = await listOrganisations(world.contextAs(caller), { parentId }, { limit: 100 });
  return page.items.map(({ name }) => name);
};
const read = (id: string, caller?: Caller) => getOrganisation(world.contextAs(caller), id);

test("A superior lists its direct children and a committee all its descendants, by name with numbers in numeric order", async () => {
  const { top, ministry, tenantId, department } = await act.committee();
  await create({ kind: "cell", name: "Chi bộ 10", parentId: tenantId });
  expect(await names(top)).toEqual(["Đảng bộ Bộ"]);
  expect(await names(ministry)).toEqual(["Đảng bộ Viện"]);
  expect(await names(tenantId)).toEqual(["Chi bộ 1", "Chi bộ 2", "Chi bộ 3", "Chi bộ 10", "Đảng bộ bộ phận"]);
  expect(await names(department)).toEqual(["Chi bộ 3"]);
  expect(await names(undefined)).toContain("Đảng bộ Khối");
});

test("A caller sees its own subtree, the names of its superiors, and no organisation outside them", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const stranger = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ khác", parentId: ministry });
  const caller = callerAt([top, ministry, tenantId]);
  await expect(read(first, caller)).resolves.toBeDefined();
  await expect(read(ministry, caller)).resolves.toMatchObject({ record: { name: "Đảng bộ Bộ" } });
  await expectRejection(read(stranger, caller), "not-found");
  await expectRejection(names(stranger, caller), "not-found");
});

test("A cell has no children, a department is below a grassroots committee, and only clients of the root create a top", async () => {
  const { ministry, tenantId, first } = await act.committee();
  const misplaced = ["/parentId misplaced-organisation"];
  expect(await rejectionOf(create({ kind: "cell", name: "x", parentId: first }))).toEqual(misplaced);
  const department = { kind: "departmental-committee", name: "x", parentId: ministry };
  expect(await rejectionOf(create(department))).toEqual(misplaced);
  expect(await rejectionOf(create({ kind: "cell", name: "x" }))).toEqual(misplaced);
  const top = { kind: "superior-committee", name: "x" };
  await expectRejection(create(top, callerAt([tenantId])), "/parentId required");
});

test("Errors of the schema, of rules and of references of an organisation are reported together", async () => {
  const days = { establishedOn: "2024-02-01", dissolvedOn: "2024-01-01" };
  const rejection = await rejectionOf(create({ kind: "cell", name: "", parentId: "nobody", ...days, colour: 1 }));
  expect([...rejection].sort()).toEqual([
    "/colour unknown-field",
    "/dissolvedOn before-other",
    "/name too-short",
    "/parentId unknown-reference",
  ]);
});

test("An organisation cannot be its own ancestor", async () => {
  const { top, ministry } = await act.committee();
  await expectRejection(act.patchOrganisation(top, 1, { parentId: ministry }), "/parentId cycle");
});

test("Only an unused organisation can change parent by PATCH or be deleted", async () => {
  const { ministry, tenantId, department, first, second, inner } = await act.committee();
  const other = (await act.committee()).tenantId;
  await expectRejection(act.patchOrganisation(department, 1, { parentId: other }), "in-use");
  await expectRejection(act.deleteOrganisation(tenantId), "in-use");
  const moved = await act.patchOrganisation(inner, 1, { parentId: tenantId });
  expect(moved).toMatchObject({ version: 2, record: { parentId: tenantId } });
  await act.deleteOrganisation(department);
  await act.deleteOrganisation(inner, 2);
  for (const cell of [first, second]) await act.deleteOrganisation(cell);
  expect(await names(tenantId)).toEqual([]);
  await act.deleteOrganisation(tenantId);
  expect(await names(ministry)).toEqual([]);
});

test("A cell that moved to another tenant keeps its id", async () => {
  const [one, other] = [await act.committee(), await act.committee()];
  expect(await act.patchOrganisation(one.inner, 1, { parentId: other.tenantId })).toMatchObject({ version: 2 });
  const caller = callerAt([other.top, other.ministry, other.tenantId]);
  await expect(read(one.inner, caller)).resolves.toMatchObject({ version: 2 });
  const before = callerAt([one.top, one.ministry, one.tenantId]);
  await expectRejection(read(one.inner, before), "not-found");
});

test("Of two concurrent changes of one version of an organisation, one is rejected as stale", async () => {
  const { tenantId } = await act.committee();
  const changes = ["Một", "Hai"].map((name) => rejectionOf(act.patchOrganisation(tenantId, 1, { name })));
  expect((await Promise.all(changes)).sort()).toEqual(["accepted", "stale"]);
});

test("An external id belongs to one organisation of its scope", async () => {
  const { tenantId } = await act.committee();
  const input = { kind: "cell", parentId: tenantId, externalIds: { hr: "7" } };
  await create({ ...input, name: "Chi bộ 3" });
  await expectRejection(create({ ...input, name: "Chi bộ 4" }), "duplicate-external-id");
  const other = await act.committee();
  await expect(create({ ...input, name: "Chi bộ 4", parentId: other.tenantId })).resolves.toBeDefined();
});

let at: Committee;
beforeAll(async () => {
  at = await act.committee();
});

/** Sort keys of the items that a caller's access check reads. */
const readBy = async (caller: Caller, memberId: string): Promise<string[]> => {
  const context = world.contextAs(caller);
  const { table } = context;
  const read: string[] = [];
  const recording: typeof table = {
    ...table,
    get: (key) => {
      read.push(key.sk);
      return table.get(key);
    },
    getMany: (keys, how) => {
      read.push(...keys.map(({ sk }) => sk));
      return table.getMany(keys, how);
    },
  };
  await requireVisibleMember({ ...context, table: recording }, memberId);
  return read;
};
const accessTo = (caller: Caller, organisationId: string) =>
  rejectionOf(requireVisibleOrganisation(world.contextAs(caller), organisationId));

test("A caller of the tenant or of the root reads a record without the committee tree", async () => {
  const { id } = await act.create({ organisationId: at.inner, fullName: "Lê Văn Bình" });
  expect(await readBy(callerAt([at.top, at.ministry, at.tenantId]), id)).toEqual(["META"]);
  expect(await readBy(rootCaller, id)).toEqual(["META"]);
});

test("A caller of another level reads the tree as well, and sees its own subtree only", async () => {
  const { id } = await act.create({ organisationId: at.inner, fullName: "Lê Văn Bình" });
  for (const path of [[at.top], [at.top, at.ministry], [at.top, at.ministry, at.tenantId, at.department]])
    expect(await readBy(callerAt(path), id)).toEqual(["META", "TREE"]);
  const sibling = callerAt([at.top, at.ministry, at.tenantId, at.first]);
  await expectRejection(requireVisibleMember(world.contextAs(sibling), id), "not-found");
});

test("A caller of another tenant sees nothing of this one, also if an id points to it", async () => {
  const { id } = await act.create({ organisationId: at.first, fullName: "Lê Văn Bình" });
  const other = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ khác", parentId: at.ministry });
  const stranger = callerAt([at.top, at.ministry, other]);
  await expectRejection(requireVisibleMember(world.contextAs(stranger), id), "not-found");
  expect(await accessTo(stranger, at.tenantId)).toBe("not-found");
});

test("An organisation that moved to another tenant than its id points to is visible there only", async () => {
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ đi", parentId: at.tenantId });
  const other = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ mới", parentId: at.ministry });
  await act.patchOrganisation(cell, 1, { parentId: other });
  const [was, is] = [callerAt([at.top, at.ministry, at.tenantId]), callerAt([at.top, at.ministry, other])];
  expect(await accessTo(was, cell)).toBe("not-found");
  expect(await accessTo(is, cell)).toBe("accepted");
});

test("A restricted organisation is visible to administrators only, also with a token of its tenant", async () => {
  const hidden = await act.organisation({
    kind: "cell",
    name: "Chi bộ kín",
    parentId: at.tenantId,
    visibility: "restricted",
  });
  const path = [at.top, at.ministry, at.tenantId];
  expect(await accessTo(callerAt(path), hidden)).toBe("accepted");
  const reader = callerAt(path, ["dangbo/read"]);
  expect(await accessTo(reader, hidden)).toBe("not-found");
  await expectRejection(act.names({ organisationId: hidden }, reader), "not-found");
});

test("The problem of an organisation in use names the kinds of records that refer to it, and how many of each", async () => {
  const meetings = createMeetingFixtures(world);
  const { tenantId, department, first, inner } = await act.committee();
  for (const fullName of ["A", "B"]) await act.create({ organisationId: first, fullName });
  const { id: meetingId } = await meetings.createMeeting(first);
  const positions = [{ organisationId: tenantId, role: "secretary" }];
  const { id } = await act.create({ organisationId: inner, fullName: "C", positions });
  const dependentsOf = async (organisationId: string) => {
    const refused = act.deleteOrganisation(organisationId);
    await expectRejection(refused, "in-use");
    return refused.catch((error) => error.details.dependents);
  };
  expect(await dependentsOf(first)).toEqual([
    { kind: "meeting", count: 1 },
    { kind: "member", count: 2 },
  ]);
  expect(await dependentsOf(tenantId)).toEqual([
    { kind: "member", count: 1 },
    { kind: "organisation", count: 3 },
  ]);
  expect(await dependentsOf(department)).toEqual([{ kind: "organisation", count: 1 }]);
  await meetings.deleteMeeting(meetingId);
  await deleteMember(world.contextAs(), id, { any: true });
  expect(await dependentsOf(first)).toEqual([{ kind: "member", count: 2 }]);
  expect(await dependentsOf(tenantId)).toEqual([{ kind: "organisation", count: 3 }]);
});

test("References that were counted before their kinds still keep an organisation in use", async () => {
  const { first } = await act.committee();
  await world.dependencies.table.write([add(keys.tally(first), { refs: 1 })]);
  await expectRejection(act.deleteOrganisation(first), "in-use");
});
