import { runChaos } from "../../lab/chaos/chaos.ts";

/** `CHAOS_SEED` plays another load with kills at other moments. */
const seed = Number(process.env.CHAOS_SEED ?? 4);
/** One kill every six seconds. */
const seconds = process.env.TEST_LONG === "1" ? 60 : 12;

test("Killed again and again under load by sixteen clients, the service and its feed have every acknowledged write once", async () => {
  const lines: string[] = [`Seed ${seed}`];
  const report = (line: string) => lines.push(line);
  const faults = await runChaos({ seed, clients: 16, rounds: 1, seconds, kills: Math.ceil(seconds / 6), report });
  if (faults.length > 0) console.error(lines.join("\n"));
  expect(faults).toEqual([]);
}, 1_800_000);
