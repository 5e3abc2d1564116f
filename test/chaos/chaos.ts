import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createCounts } from "../load/counts.ts";
import { createLoad } from "../load/load.ts";
import { look } from "../load/look/look.ts";
import { createSite } from "../load/place/site.ts";
import { plantTree } from "../load/place/tree.ts";
import { createRandom } from "../load/random.ts";

export type ChaosSettings = {
  seed: number;
  clients: number;
  /** Loads one after the other, each on what the one before has left. */
  rounds: number;
  /** Seconds that clients work in each round. */
  seconds: number;
  /** Times the service is killed in each round. */
  kills: number;
  say(line: string): void;
};

/** Loads the service, kills it at moments the seed tells, and looks after each start at what it has acknowledged. Gives what is wrong. */
export const runChaos = async (settings: ChaosSettings): Promise<string[]> => {
  const { seed, clients, rounds, seconds, kills, say } = settings;
  const state = mkdtempSync(join(tmpdir(), "dangbo-chaos-"));
  const site = await createSite(state);
  const random = createRandom(seed);
  const counts = createCounts();
  const faults: string[] = [];
  try {
    await site.start();
    const tree = await plantTree(site.url);
    const load = await createLoad({ site, tree, clients, seed, hear: counts.hear });
    const { journal } = load;
    const looked = async (depth: "whole" | "recent", when: string) => {
      const begun = performance.now();
      const { faults: found, seen } = await look(site, journal, depth);
      faults.push(...found.map((fault) => `${when}: ${fault}`));
      const took = ((performance.now() - begun) / 1_000).toFixed(1);
      const { present, gone, doubts } = journal;
      const kept = `${present.size} acknowledged, ${gone.size} deleted, ${doubts.size} in doubt, ${seen.size} seen`;
      say(`${when}: ${kept}, ${found.length} wrong (looked ${took} s)`);
    };
    for (let round = 1; round <= rounds; round++) {
      site.setOpen(true);
      const working = load.work();
      for (let kill = 1; kill <= kills; kill++) {
        const share = (seconds * 1_000) / (kills + 1);
        await Promise.race([working, pause(share * (0.5 + random.below(1_000) / 1_000))]);
        site.setOpen(false);
        await site.end("SIGKILL");
        await site.start();
        await looked("recent", `round ${round}, kill ${kill}`);
        site.setOpen(true);
      }
      await Promise.race([working, pause((seconds * 1_000) / (kills + 1))]);
      load.stop();
      await working;
      await looked("whole", `round ${round}, end`);
    }
    faults.push(...journal.faults);
    for (const line of counts.lines()) say(line);
    say(site.output());
  } finally {
    await site.end("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  }
  return faults;
};
