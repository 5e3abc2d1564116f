import { growthOf } from "../../lab/soak/growth.ts";
import { runSoak } from "../../lab/soak/soak.ts";

test("A steady load of sixteen clients gets no answer of 5xx but 503, and all that was acknowledged is there", async () => {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const faults = await runSoak({ seed: 7, clients: 16, minutes: 2, secondsOfMinute: 10, rate: 40, say });
  if (faults.length > 0) console.error(said.join("\n"));
  expect(faults).toEqual([]);
}, 600_000);

test("Memory that grew and stays is no growth without end; memory that grows every minute is", () => {
  expect(growthOf([300, 400, 450, 480, 490, 485, 490, 488])).toMatchObject({ isEndless: false });
  expect(growthOf([300, 340, 380, 420, 460, 520, 580, 640])).toMatchObject({ isEndless: true });
  expect(growthOf([300, 340, 380, 420]).isEndless).toBe(false);
  expect(growthOf([100, 100, 10, 12, 14, 16]).perMinute).toBeCloseTo(2);
});
