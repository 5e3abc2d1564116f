import { listOrganisations } from "../../../lib/organisations/lists.ts";
import { getOrganisation } from "../../../lib/organisations/reads.ts";
import type { Organisation } from "../../../lib/organisations/schema.ts";
import { type OrganisationInput, organisationInput } from "../../../lib/organisations/schema.ts";
import {
  createOrganisation,
  deleteOrganisation,
  putOrganisationByExternalId,
  updateOrganisation,
} from "../../../lib/organisations/writes.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { callerAt, rejectionOf, startWorld, type World } from "../../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const validation = (input: object) => validateInput(organisationInput, input);
const create = async (input: object, caller?: Caller) =>
  (await createOrganisation(world.workAs(caller), validation(input))).record as Organisation;
const patch = (id: string, version: number, change: object, caller?: Caller) =>
  updateOrganisation(world.workAs(caller), id, { versions: [version] }, (current: Partial<OrganisationInput>) =>
    validateInput(organisationInput, mergePatch(current, change)),
  );
const names = async (parentId: string | undefined, caller?: Caller) => {
  const page = await listOrganisations(world.workAs(caller), { parentId }, { limit: 100 });
  return page.items.map(({ name }) => name);
};

const build = async () => {
  const top = await create({ kind: "superior-committee", name: "Đảng bộ Khối" });
  const ministry = await create({ kind: "superior-committee", name: "Đảng bộ Bộ", parentId: top.id });
  const library = await create({ kind: "grassroots-committee", name: "Đảng bộ Thư viện", parentId: ministry.id });
  const department = await create({ kind: "departmental-committee", name: "Bộ phận", parentId: library.id });
  const cells = [];
  for (const name of ["Chi bộ 10", "Chi bộ 2"]) cells.push(await create({ kind: "cell", name, parentId: library.id }));
  const inner = await create({ kind: "cell", name: "Chi bộ 7", parentId: department.id });
  return { top, ministry, library, department, cells, inner };
};

test("A superior lists its direct children, a committee everything below it, by name with numbers in order", async () => {
  const { top, ministry, library, department } = await build();
  expect(await names(top.id)).toEqual([ministry.name]);
  expect(await names(ministry.id)).toEqual([library.name]);
  expect(await names(library.id)).toEqual(["Bộ phận", "Chi bộ 2", "Chi bộ 7", "Chi bộ 10"]);
  expect(await names(department.id)).toEqual(["Chi bộ 7"]);
  expect(await names(undefined)).toContain(top.name);
});

test("A caller sees its own subtree, the names of its superiors, and nothing beside them", async () => {
  const { top, ministry, library, cells } = await build();
  const stranger = await create({ kind: "grassroots-committee", name: "Đảng bộ khác", parentId: ministry.id });
  const caller = callerAt([top.id, ministry.id, library.id]);
  await expect(getOrganisation(world.workAs(caller), cells[0]?.id ?? "")).resolves.toBeDefined();
  await expect(getOrganisation(world.workAs(caller), ministry.id)).resolves.toMatchObject({
    record: { name: "Đảng bộ Bộ" },
  });
  await expect(getOrganisation(world.workAs(caller), stranger.id)).rejects.toThrow("not-found");
  await expect(listOrganisations(world.workAs(caller), { parentId: stranger.id }, { limit: 5 })).rejects.toThrow(
    "not-found",
  );
});

test("A cell has no children, a department stands only under a grassroots committee, only the root's clients make a top", async () => {
  const { ministry, library, cells } = await build();
  const misplaced = ["/parentId misplaced-organisation"];
  const [cell] = cells;
  expect(await rejectionOf(create({ kind: "cell", name: "x", parentId: cell?.id }))).toEqual(misplaced);
  expect(await rejectionOf(create({ kind: "departmental-committee", name: "x", parentId: ministry.id }))).toEqual(
    misplaced,
  );
  expect(await rejectionOf(create({ kind: "cell", name: "x" }))).toEqual(misplaced);
  expect(await rejectionOf(create({ kind: "superior-committee", name: "x" }, callerAt([library.id])))).toEqual([
    "/parentId required",
  ]);
});

test("Schema, rules and references are named in one answer", async () => {
  const input = {
    kind: "cell",
    name: "",
    parentId: "nobody",
    establishedOn: "2024-02-01",
    dissolvedOn: "2024-01-01",
    colour: 1,
  };
  const rejection = await rejectionOf(create(input));
  expect([...rejection].sort()).toEqual([
    "/colour unknown-field",
    "/dissolvedOn before-other",
    "/name too-short",
    "/parentId unknown-reference",
  ]);
});

test("No organisation comes to stand below itself", async () => {
  const { top, ministry } = await build();
  expect(await rejectionOf(patch(top.id, 1, { parentId: ministry.id }))).toEqual(["/parentId cycle"]);
});

test("A parent changes and an organisation goes only while nothing hangs on it", async () => {
  const { ministry, library, department, cells, inner } = await build();
  expect(await rejectionOf(patch(department.id, 1, { parentId: (await build()).library.id }))).toBe("in-use");
  expect(await rejectionOf(deleteOrganisation(world.workAs(), library.id, { versions: [1] }))).toBe("in-use");
  const moved = await patch(inner.id, 1, { parentId: library.id });
  expect(moved).toMatchObject({ version: 2, record: { parentId: library.id } });
  await deleteOrganisation(world.workAs(), department.id, { versions: [1] });
  await deleteOrganisation(world.workAs(), inner.id, { versions: [2] });
  for (const cell of cells) await deleteOrganisation(world.workAs(), cell.id, { versions: [1] });
  expect(await names(library.id)).toEqual([]);
  await deleteOrganisation(world.workAs(), library.id, { versions: [1] });
  expect(await names(ministry.id)).toEqual([]);
});

test("A cell that moved to another home is found there by its old id", async () => {
  const one = await build();
  const other = await build();
  const moved = await patch(one.inner.id, 1, { parentId: other.library.id });
  expect(moved.version).toBe(2);
  const caller = callerAt([other.top.id, other.ministry.id, other.library.id]);
  await expect(getOrganisation(world.workAs(caller), one.inner.id)).resolves.toMatchObject({ version: 2 });
  const before = callerAt([one.top.id, one.ministry.id, one.library.id]);
  await expect(getOrganisation(world.workAs(before), one.inner.id)).rejects.toThrow("not-found");
});

test("Two changes that saw the same version do not both happen", async () => {
  const { library } = await build();
  const both = await Promise.allSettled([patch(library.id, 1, { name: "Một" }), patch(library.id, 1, { name: "Hai" })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(both.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "stale" } });
});

test("A PUT by external id makes, then changes nothing, then replaces", async () => {
  const { ministry } = await build();
  const body = { kind: "grassroots-committee", name: "Đảng bộ Viện", shortName: "ĐBV", parentId: ministry.id };
  const external = { source: "hr", externalId: `v-${ministry.id}` };
  const put = (input: object) => putOrganisationByExternalId(world.workAs(), external, undefined, validation(input));
  const made = await put(body);
  expect(made).toMatchObject({ created: true, version: 1, record: { externalIds: { hr: external.externalId } } });
  expect(await put(body)).toMatchObject({ version: 1, record: made.record });
  const { shortName: _, ...rest } = body;
  const replaced = await put(rest);
  expect(replaced.version).toBe(2);
  expect(replaced.record).not.toHaveProperty("shortName");
  const listed = await listOrganisations(
    world.workAs(),
    { parentId: ministry.id, externalId: `hr:${external.externalId}` },
    { limit: 5 },
  );
  expect(listed.items).toEqual([replaced.record]);
});

test("An external id names one organisation in its scope", async () => {
  const { library } = await build();
  const input = { kind: "cell", parentId: library.id, externalIds: { hr: "7" } };
  await create({ ...input, name: "Chi bộ 3" });
  expect(await rejectionOf(create({ ...input, name: "Chi bộ 4" }))).toBe("duplicate-external-id");
  const other = await build();
  await expect(create({ ...input, name: "Chi bộ 4", parentId: other.library.id })).resolves.toBeDefined();
});

test("What is restricted is absent for who is no administrator", async () => {
  const { top, ministry, library } = await build();
  const hidden = await create({ kind: "cell", name: "Chi bộ kín", parentId: library.id, visibility: "restricted" });
  const reader = callerAt([top.id, ministry.id, library.id], ["dangbo/read"]);
  await expect(getOrganisation(world.workAs(reader), hidden.id)).rejects.toThrow("not-found");
  expect(await names(library.id, reader)).not.toContain("Chi bộ kín");
  expect(await names(library.id)).toContain("Chi bộ kín");
});

test("A record in the way is told only to who may see it", async () => {
  const { top, ministry, library } = await build();
  const hidden = {
    kind: "cell",
    parentId: library.id,
    name: "Chi bộ kín",
    visibility: "restricted",
    externalIds: { hr: "k" },
  };
  const { id } = await create(hidden);
  const again = (caller: Caller) =>
    create({ ...hidden, visibility: "internal" }, caller).catch((error) => error.details.existing);
  const path = [top.id, ministry.id, library.id];
  expect(await again(callerAt(path))).toEqual({ kind: "organisation", id, href: `/v1/organisations/${id}` });
  expect(await again(callerAt(path, ["dangbo/read", "dangbo/write"]))).toBeUndefined();
});
