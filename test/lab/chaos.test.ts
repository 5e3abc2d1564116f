import { runChaos } from "../../lab/chaos/chaos.ts";

/** `CHAOS_SEED` plays another load with kills at other moments. */
const seed = Number(process.env.CHAOS_SEED ?? 4);
const seconds = Number(process.env.CHAOS_SECONDS ?? 60);

test("Killed ten times during a minute of load by sixteen clients, the service and its feed have every acknowledged write once", async () => {
  const lines: string[] = [`Seed ${seed}`];
  const report = (line: string) => lines.push(line);
  const faults = await runChaos({ seed, clients: 16, rounds: 1, seconds, kills: Math.ceil(seconds / 6), report });
  if (faults.length > 0) console.error(lines.join("\n"));
  expect(faults).toEqual([]);
}, 900_000);
