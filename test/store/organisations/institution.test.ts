import { readInstitutionName } from "../../../lib/organisations/institution.ts";
import { readPublicNames } from "../../../lib/organisations/public-names.ts";
import { useWorld } from "../../support/world.ts";
import { createCommitteeFixtures } from "../members/committee-fixtures.ts";

const world = useWorld();
const { organisation, patchOrganisation } = createCommitteeFixtures(world);
const open = { visibility: "public" };
const institution = () => readInstitutionName(world.dependencies.table, "2024-01-15");

test("The institution is the only grassroots committee, else the only organisation at the top, if it is public", async () => {
  expect(await institution()).toBeUndefined();
  const top = await organisation({ ...open, kind: "superior-committee", name: "Đảng bộ Khối" });
  expect(await institution()).toBe("Đảng bộ Khối");
  const library = await organisation({ kind: "grassroots-committee", name: "Đảng bộ Thư viện", parentId: top });
  expect(await institution()).toBeUndefined();
  await patchOrganisation(library, 1, open);
  expect(await institution()).toBe("Đảng bộ Thư viện");
  const former = { ...open, kind: "grassroots-committee", name: "Đảng bộ cũ", parentId: top };
  await organisation({ ...former, establishedOn: "2000-01-01", dissolvedOn: "2024-01-15" });
  expect(await institution()).toBe("Đảng bộ Thư viện");
  await organisation({ ...open, kind: "grassroots-committee", name: "Đảng bộ Bảo tàng", parentId: top });
  expect(await institution()).toBe("Đảng bộ Khối");
  await organisation({ ...open, kind: "superior-committee", name: "Đảng bộ Tỉnh" });
  expect(await institution()).toBeUndefined();
});

test("Names of public organisations are read for any number of them", async () => {
  const hidden = await organisation({ kind: "superior-committee", name: "Đảng bộ ẩn" });
  const shown: string[] = [];
  for (let i = 0; i < 102; i++) shown.push(await organisation({ ...open, kind: "superior-committee", name: `${i}` }));
  const names = await readPublicNames(world.dependencies.table, [hidden, ...shown, undefined, ...shown]);
  expect([...names.values()]).toEqual(shown.map((_, i) => `${i}`));
});
