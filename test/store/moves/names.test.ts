import { getOrganisation } from "../../../lib/organisations/read.ts";
import { callerAt, startWorld, type World } from "../../support/world.ts";
import { refusalOf } from "../members/committee.ts";
import { movers } from "./movers.ts";

let world: World;
let act: ReturnType<typeof movers>;
beforeAll(async () => {
  world = await startWorld();
  act = movers(world);
});
afterAll(() => world.close());

test("Whoever is below sees the name of what is above now, whatever the token said when it was given", async () => {
  const { top, ministry, home, first } = await act.committee();
  const other = await act.ministryBelow(top);
  const caller = callerAt([top, ministry, home, first]);
  await act.moved(home, other, "2023-06-01");
  const names = (id: string) => getOrganisation(world.workAs(caller), id);
  expect((await names(other)).record).toMatchObject({ id: other, name: "Đảng bộ khác" });
  expect((await names(top)).record).toMatchObject({ id: top });
  expect((await names(home)).record).toMatchObject({ id: home, kind: "grassroots-committee" });
  expect(await refusalOf(names(ministry))).toBe("not-found");
});
