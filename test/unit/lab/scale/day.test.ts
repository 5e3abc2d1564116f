import { recordDayNation } from "../../../../lab/scale/day/nation.ts";
import { days, nationCommittees } from "../../../../lab/scale/day/plan.ts";
import { replayPeak } from "../../../../lab/scale/day/replay.ts";
import { heatOf, heatSection, shareOf } from "../../../../lab/scale/day/report.ts";

test("In the heaviest second of the worst day no key takes more than a partition does", async () => {
  const nation = await recordDayNation(1, nationCommittees, 6);
  const replayed = await replayPeak(nation, days.review, { seconds: 1, seed: 1 });
  const heat = heatOf(nation, replayed);
  const named = (name: string) => heat.find((one) => one.name === name);
  // The feed of the root is written by everybody, in lanes.
  expect(named("FEED#ROOT#lane")?.write).toBeGreaterThan(0);
  expect(named("ORG#…")?.read).toBeGreaterThan(0);
  expect(heat.filter((one) => shareOf(one) > 1)).toEqual([]);
  const told = heatSection("review", days.review, nation, replayed).rows.map(([key]) => key);
  expect(told.length).toBeGreaterThan(10);
  expect(told.some((key) => key?.startsWith("`byHome "))).toBe(true);
});
