import { runSoak } from "../../lab/soak/soak.ts";

const secondsOfMinute = process.env.TEST_LONG === "1" ? 60 : 10;

test("Under a steady load of sixteen clients, the service returns no 5xx but 503 and keeps every acknowledged write", async () => {
  const lines: string[] = [];
  const report = (line: string) => lines.push(line);
  const faults = await runSoak({ seed: 7, clients: 16, minutes: 2, secondsOfMinute, rate: 40, report });
  if (faults.length > 0) console.error(lines.join("\n"));
  expect(faults).toEqual([]);
}, 1_800_000);
