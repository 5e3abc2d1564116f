import { getOrganisation } from "../../../lib/organisations/reads.ts";
import { callerAt, expectRejection, useWorld } from "../../support/world.ts";
import { createMoveFixtures } from "./move-fixtures.ts";

const world = useWorld();
const act = createMoveFixtures(world);

test("A caller sees the names of its current superiors, not those in the path of its token", async () => {
  const { top, ministry, tenantId, first } = await act.committee();
  const other = await act.ministryBelow(top);
  const caller = callerAt([top, ministry, tenantId, first]);
  await act.moved(tenantId, other, "2023-06-01");
  const names = (id: string) => getOrganisation(world.workAs(caller), id);
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
