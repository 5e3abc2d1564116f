import { createRollUp } from "../../../functions/stream-processor/roll-up.ts";
import { createStreamHandler } from "../../../functions/stream-processor/stream-handler.ts";
import { deleteMember } from "../../../lib/members/writes.ts";
import { organisationInput } from "../../../lib/organisations/schema.ts";
import { deleteOrganisation, updateOrganisation } from "../../../lib/organisations/writes.ts";
import { validateInput } from "../../../lib/shared/input-validation.ts";
import { mergePatch } from "../../../lib/shared/merge-patch.ts";
import { startWorld, type World } from "../../support/world.ts";
import { acting } from "../members/committee.ts";
import { openStream, settled, type Tallies } from "./stream.ts";

let world: World;
let stream: Tallies;
let act: ReturnType<typeof acting>;
beforeAll(async () => {
  world = await startWorld();
  stream = await openStream(world);
  act = acting(world);
});
afterAll(async () => {
  stream.close();
  await world.close();
});

const settle = () =>
  settled(stream, (Records) => createStreamHandler([createRollUp(() => world.dependencies)])({ Records }));

test("A superior that is deleted before figures were taken back from it leaves nothing behind above it, of any day", async () => {
  const { top, ministry } = await act.committee();
  const between = await act.organisation({ kind: "superior-committee", name: "Đảng bộ khối", parentId: top });
  const tenantId = await act.organisation({ kind: "grassroots-committee", name: "Đảng bộ Trường", parentId: between });
  const cell = await act.organisation({ kind: "cell", name: "Chi bộ", parentId: tenantId });
  const { id } = await act.create({ organisationId: cell, fullName: "A", joinedOn: "2020-01-31" });
  await settle();
  expect((await act.figures(top, "2020-02-01")).members).toMatchObject({ total: 1 });
  await deleteMember(world.workAs(), id, { versions: [1] });
  await deleteOrganisation(world.workAs(), cell, { versions: [1] });
  await updateOrganisation(world.workAs(), tenantId, { versions: [1] }, (current) =>
    validateInput(organisationInput, mergePatch(current, { parentId: ministry })),
  );
  await deleteOrganisation(world.workAs(), between, { versions: [1] });
  await settle();
  for (const day of ["2020-01-31", "2020-02-01", "2021-01-01"])
    expect((await act.figures(top, day)).members).toMatchObject({ total: 0 });
});
