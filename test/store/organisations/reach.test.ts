import { listMembers, requireVisibleMember } from "../../../lib/members/reads.ts";
import { requireVisibleOrganisation } from "../../../lib/organisations/reads.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { updateOrganisation } from "../../../lib/organisations/writes.ts";
import type { Caller, RequestContext } from "../../../lib/records/request-context.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { callerAt, rejectionOf, rootCaller, startWorld, type World } from "../../support/world.ts";
import { acting } from "../members/committee.ts";

let world: World;
let act: ReturnType<typeof acting>;
let at: Awaited<ReturnType<ReturnType<typeof acting>["committee"]>>;
beforeAll(async () => {
  world = await startWorld();
  act = acting(world);
  at = await act.committee();
});
afterAll(() => world.close());

/** Work that tells which items it has asked for by their keys. */
const watched = (caller: Caller): { context: RequestContext; asked: string[] } => {
  const context = world.workAs(caller);
  const asked: string[] = [];
  const { table } = context;
  return {
    asked,
    context: {
      ...context,
      table: {
        ...table,
        get: (key) => {
          asked.push(key.sk);
          return table.get(key);
        },
        getMany: (keys, how) => {
          asked.push(...keys.map(({ sk }) => sk));
          return table.getMany(keys, how);
        },
      },
    },
  };
};

const readBy = async (caller: Caller, memberId: string) => {
  const { context, asked } = watched(caller);
  await requireVisibleMember(context, memberId);
  return asked;
};

test("Who holds a home by its token, or is the root's, reads a record in it and nothing beside", async () => {
  const { id } = await act.create({ organisationId: at.inner, fullName: "Lê Văn Bình" });
  expect(await readBy(callerAt([at.top, at.ministry, at.tenantId]), id)).toEqual(["META"]);
  expect(await readBy(rootCaller, id)).toEqual(["META"]);
});

test("Whose token does not tell reads the tree beside, and sees no more than is below", async () => {
  const { id } = await act.create({ organisationId: at.inner, fullName: "Lê Văn Bình" });
  for (const path of [[at.top], [at.top, at.ministry], [at.top, at.ministry, at.tenantId, at.department]])
    expect(await readBy(callerAt(path), id)).toEqual(["META", "TREE"]);
  const beside = callerAt([at.top, at.ministry, at.tenantId, at.first]);
  expect(await rejectionOf(requireVisibleMember(world.workAs(beside), id))).toBe("not-found");
});

test("Who holds another home sees nothing of this one, whatever an id hints at", async () => {
  const { id } = await act.create({ organisationId: at.first, fullName: "Lê Văn Bình" });
  const other = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ khác", parentId: at.ministry });
  const stranger = callerAt([at.top, at.ministry, other]);
  expect(await rejectionOf(requireVisibleMember(world.workAs(stranger), id))).toBe("not-found");
  expect(await rejectionOf(requireVisibleOrganisation(world.workAs(stranger), at.tenantId))).toBe("not-found");
});

test("A record that has come from another home than its id hints at is seen where it is now, and no more where it was", async () => {
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ đi", parentId: at.tenantId });
  const other = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ mới", parentId: at.ministry });
  await updateOrganisation(world.workAs(), cell, { versions: [1] }, (current) =>
    validateInput(organisationInput, { ...current, parentId: other }),
  );
  const [was, is] = [callerAt([at.top, at.ministry, at.tenantId]), callerAt([at.top, at.ministry, other])];
  expect(await rejectionOf(requireVisibleOrganisation(world.workAs(was), cell))).toBe("not-found");
  expect((await requireVisibleOrganisation(world.workAs(is), cell)).record.id).toBe(cell);
});

test("A restricted organisation is seen by administrators alone, whatever the token tells", async () => {
  const hidden = await act.organisation({
    kind: "cell",
    name: "Chi bộ kín",
    parentId: at.tenantId,
    visibility: "restricted",
  });
  const path = [at.top, at.ministry, at.tenantId];
  expect((await requireVisibleOrganisation(world.workAs(callerAt(path)), hidden)).record.id).toBe(hidden);
  const reader = world.workAs(callerAt(path, ["dangbo/read"]));
  expect(await rejectionOf(requireVisibleOrganisation(reader, hidden))).toBe("not-found");
  expect(await rejectionOf(listMembers(reader, { organisationId: hidden }, { limit: 10 }))).toBe("not-found");
});
