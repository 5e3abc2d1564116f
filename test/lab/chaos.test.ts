import { runChaos } from "../../lab/chaos/chaos.ts";

/** `CHAOS_SEED` plays another load, killed at other moments. */
const seed = Number(process.env.CHAOS_SEED ?? 4);

test("Killed ten times amid a minute of load by sixteen clients, the service has all it acknowledged, once, and a follower of the feed has it too", async () => {
  const said: string[] = [`Seed ${seed}`];
  const say = (line: string) => said.push(line);
  const faults = await runChaos({ seed, clients: 16, rounds: 1, seconds: 60, kills: 10, say });
  if (faults.length > 0) console.error(said.join("\n"));
  expect(faults).toEqual([]);
}, 900_000);
