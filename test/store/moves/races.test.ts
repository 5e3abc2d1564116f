import { createRequestContext } from "../../../functions/shared/request-context.ts";
import { memberInput } from "../../../lib/members/schema.ts";
import { updateMember } from "../../../lib/members/writes.ts";
import { moveOrganisation } from "../../../lib/organisations/moves.ts";
import { moveInput, organisationInput } from "../../../lib/organisations/schema.ts";
import { createOrganisation } from "../../../lib/organisations/writes.ts";
import type { RequestContext } from "../../../lib/records/request-context.ts";
import { isWriteConflict, retryOnConflict } from "../../../lib/records/retry-on-conflict.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { keys } from "../../../lib/table/keys.ts";
import { callerAt, expectRejection, rootCaller, useWorld } from "../../support/world.ts";
import { createMoveFixtures } from "./move-fixtures.ts";

const world = useWorld();
const act = createMoveFixtures(world);

/** A context in which another write happens between the reads and the first write. */
const overtakenBy = (other: () => Promise<unknown>): RequestContext => {
  const { table } = world.dependencies;
  let first = true;
  const late = {
    ...table,
    write: async (writes: Parameters<typeof table.write>[0]) => {
      if (first) {
        first = false;
        await other();
      }
      await table.write(writes);
    },
  };
  return createRequestContext({ ...world.dependencies, table: late }, rootCaller, undefined).context;
};
const move = (context: RequestContext, id: string, parentId: string, on = "2023-06-01") =>
  retryOnConflict(isWriteConflict, () =>
    moveOrganisation(context, id, { validation: validateInput(moveInput, { parentId, on }) }),
  );
const totals = async (id: string, ...days: string[]) =>
  Promise.all(days.map(async (day) => (await act.figures(id, day)).members.total));

test("A member created while the cell moves counts in both departments, each on its days", async () => {
  const { tenantId, department, inner } = await act.committee();
  const second = await act.organisation({ kind: "departmental-committee", name: "Bộ phận 2", parentId: tenantId });
  const meanwhile = () => act.enrol({ organisationId: inner, fullName: "A", joinedOn: "2020-01-01" });
  await move(overtakenBy(meanwhile), inner, second);
  expect(await totals(department, "2023-05-31", "2023-06-01")).toEqual([1, 0]);
  expect(await totals(second, "2023-05-31", "2023-06-01")).toEqual([0, 1]);
});

test("A correction within a year while the cell moves is a write conflict, and does not count below the former parent", async () => {
  const { department, inner, tenantId } = await act.committee();
  const { id } = await act.enrol({ organisationId: inner, fullName: "A", joinedOn: "2020-01-31" });
  const meanwhile = () => move(world.contextAs(), inner, tenantId, "2020-02-10");
  const correct = (context: RequestContext) =>
    updateMember(context, id, {
      precondition: { any: true },
      change: (current) => validateInput(memberInput, mergePatch(current, { joinedOn: "2020-02-20" })),
    });
  await expectRejection(correct(overtakenBy(meanwhile)), "write-conflict");
  await correct(world.contextAs());
  expect(await totals(department, "2020-02-09", "2020-02-20", "2020-12-31")).toEqual([0, 0, 0]);
  expect(await totals(tenantId, "2020-02-19", "2020-02-20")).toEqual([0, 1]);
});

/** Two superiors below one, each with a superior of its own. */
const twoBranches = async () => {
  const top = await act.organisation({ kind: "superior-committee", name: "Khối" });
  const [a, b] = [await act.ministryBelow(top, "A"), await act.ministryBelow(top, "B")];
  const [belowA, belowB] = [await act.ministryBelow(a, "Dưới A"), await act.ministryBelow(b, "Dưới B")];
  return { top, a, b, belowA, belowB };
};

test("Of two concurrent moves that would form a cycle, one is rejected", async () => {
  const { top, a, b, belowA, belowB } = await twoBranches();
  const meanwhile = () => move(world.contextAs(), b, belowA);
  await expectRejection(move(overtakenBy(meanwhile), a, belowB), "/parentId cycle");
  expect(await world.dependencies.table.get(keys.tree(belowB))).toMatchObject({ path: [top, a, belowA, b] });
});

test("Of two concurrent moves that would form a cycle of former parents, one is rejected", async () => {
  const { top, a, b, belowA, belowB } = await twoBranches();
  await move(world.contextAs(), a, top, "2022-01-01");
  await move(world.contextAs(), b, top, "2022-01-01");
  const meanwhile = () => move(world.contextAs(), b, belowA, "2020-01-01");
  await expectRejection(move(overtakenBy(meanwhile), a, belowB, "2021-01-01"), "/parentId cycle");
});

test("A committee created below a superior that moves gets the new path, or the creation is a write conflict", async () => {
  const { top, ministry } = await act.committee();
  const inside = await act.ministryBelow(ministry, "Cục");
  const other = await act.ministryBelow(top);
  const create = (context: RequestContext, parentId: string) =>
    createOrganisation(
      context,
      validateInput(organisationInput, { kind: "grassroots-committee", name: "Mới", parentId }),
    );
  const moved = overtakenBy(() => move(world.contextAs(), ministry, other));
  await expectRejection(create(moved, inside), "write-conflict");
  await move(
    overtakenBy(() => create(world.contextAs(), inside)),
    ministry,
    top,
    "2023-07-01",
  );
  await move(
    overtakenBy(() => create(world.contextAs(), ministry)),
    ministry,
    other,
    "2023-08-01",
  );
  const below = await act.below(ministry);
  const seen = await Promise.all(below.map((id) => act.seen(id, callerAt([top, other]))));
  expect(seen.map((one) => one?.id)).toEqual(below);
  await move(world.contextAs(), ministry, top, "2023-09-01");
  const [created = ""] = await act.below(inside);
  expect(await act.seen(created, callerAt([top, other]))).toBeUndefined();
  expect(await world.dependencies.table.get(keys.tree(created))).toMatchObject({ path: [top, ministry, inside] });
});

test("A superior with more committees than one transaction holds cannot move", async () => {
  const { top, ministry } = await act.committee();
  const other = await act.ministryBelow(top);
  for (let i = 0; i < 32; i++) await act.ministryBelow(ministry, `Cục ${i}`);
  await expectRejection(move(world.contextAs(), ministry, other), "/parentId too-many-below");
  const [first = ""] = await act.below(ministry);
  await move(world.contextAs(), first, other);
  expect(await move(world.contextAs(), ministry, other)).toMatchObject({ record: { parentId: other } });
  expect(await act.seen(ministry, callerAt([top, other]))).toMatchObject({ parentId: other });
});
