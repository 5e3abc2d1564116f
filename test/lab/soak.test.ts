import { runSoak } from "../../lab/soak/soak.ts";

test("Under a steady load of sixteen clients, the service returns no 5xx but 503 and keeps every acknowledged write", async () => {
  const lines: string[] = [];
  const report = (line: string) => lines.push(line);
  const faults = await runSoak({ seed: 7, clients: 16, minutes: 2, secondsOfMinute: 10, rate: 40, report });
  if (faults.length > 0) console.error(lines.join("\n"));
  expect(faults).toEqual([]);
}, 600_000);
