import { requireVisibleMember } from "../../../lib/members/reads.ts";
import { requireVisibleOrganisation } from "../../../lib/organisations/reads.ts";
import type { Caller } from "../../../lib/records/request-context.ts";
import { callerAt, expectRejection, rejectionOf, rootCaller, useWorld } from "../../support/world.ts";
import { type Committee, createCommitteeFixtures } from "../members/committee-fixtures.ts";

const world = useWorld();
const act = createCommitteeFixtures(world);
let at: Committee;
beforeAll(async () => {
  at = await act.committee();
});

/** Sort keys of the items that a caller's access check reads. */
const readBy = async (caller: Caller, memberId: string): Promise<string[]> => {
  const context = world.workAs(caller);
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
  rejectionOf(requireVisibleOrganisation(world.workAs(caller), organisationId));

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
  await expectRejection(requireVisibleMember(world.workAs(sibling), id), "not-found");
});

test("A caller of another tenant sees nothing of this one, also if an id points to it", async () => {
  const { id } = await act.create({ organisationId: at.first, fullName: "Lê Văn Bình" });
  const other = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ khác", parentId: at.ministry });
  const stranger = callerAt([at.top, at.ministry, other]);
  await expectRejection(requireVisibleMember(world.workAs(stranger), id), "not-found");
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
