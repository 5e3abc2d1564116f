import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { localAdmin } from "../../test/demo/api.ts";
import { createCounts } from "../load/counts.ts";
import { createLoad, type Load } from "../load/load.ts";
import { type Depth, look } from "../load/look/look.ts";
import { createSite, type Site } from "../load/place/site.ts";
import { plantTree, type Tree } from "../load/place/tree.ts";
import { createRandom, type Random } from "../load/random.ts";
import { faultsAtEnd } from "./at-end.ts";
import { type Follower, startFollower } from "./feed/follower.ts";
import { settledDifferences } from "./feed/verify-feed.ts";

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

/**
 * Loads the service, kills it at moments the seed tells, and looks after each start at what it has acknowledged, while a
 * follower reads the feed through all of it. Gives what is wrong.
 */
export const runChaos = async (settings: ChaosSettings): Promise<string[]> => {
  const state = mkdtempSync(join(tmpdir(), "dangbo-chaos-"));
  const site = await createSite(state);
  try {
    await site.start();
    return await runOn(site, settings);
  } finally {
    // Where it ends early, clients that still want something wait here for good and keep nothing running.
    site.setOpen(false);
    await site.end("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  }
};

const runOn = async (site: Site, settings: ChaosSettings): Promise<string[]> => {
  const { seed, clients, say } = settings;
  const counts = createCounts();
  const tree = await plantTree(site.url);
  const load = await createLoad({ site, tree, clients, seed, hear: counts.hear });
  let isOver = false;
  // It calls whenever the service answers: also while nobody else may.
  const open = () => (isOver ? site.open() : Promise.resolve());
  const surroundings = { site: { url: site.url, open }, credentials: localAdmin, hear: counts.hear };
  const follower = startFollower({ ...surroundings, fault: load.journal.fault });
  try {
    return await play(site, tree, load, follower, settings);
  } finally {
    isOver = true;
    for (const line of counts.lines()) say(line);
  }
};

const play = async (
  site: Site,
  tree: Tree,
  load: Load,
  follower: Follower,
  settings: ChaosSettings,
): Promise<string[]> => {
  const { seed, rounds, say } = settings;
  const random = createRandom(seed);
  const faults: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    faults.push(...(await playRound(site, load, settings, random, `round ${round}`)));
    const { faults: found, seen } = await looked(site, load, "whole", `round ${round}, end`, settings, random);
    const differing = await settledDifferences(follower, seen);
    say(`round ${round}: the follower has read ${follower.entries.length} entries, ${differing.length} differ`);
    faults.push(...found, ...differing);
  }
  faults.push(...(await faultsAtEnd({ site, tree, load, follower, say })), ...load.journal.faults);
  return faults;
};

const playRound = async (
  site: Site,
  load: Load,
  settings: ChaosSettings,
  random: Random,
  name: string,
): Promise<string[]> => {
  const { seconds, kills } = settings;
  const faults: string[] = [];
  const share = (seconds * 1_000) / (kills + 1);
  site.setOpen(true);
  const working = load.context();
  for (let kill = 1; kill <= kills; kill++) {
    // What fails in a client ends the wait, and the run.
    await Promise.race([working, pause(share * (0.5 + random.below(1_000) / 1_000))]);
    site.setOpen(false);
    await site.end("SIGKILL");
    await site.start();
    faults.push(...(await looked(site, load, "recent", `${name}, kill ${kill}`, settings, random)).faults);
    site.setOpen(true);
  }
  await Promise.race([working, pause(share)]);
  load.stop();
  await working;
  return faults;
};

const looked = async (
  site: Site,
  { journal }: Load,
  depth: Depth,
  when: string,
  { say }: ChaosSettings,
  random: Random,
) => {
  const begun = performance.now();
  const { faults, seen } = await look(site, journal, depth, random);
  const took = ((performance.now() - begun) / 1_000).toFixed(1);
  const { present, gone, doubts } = journal;
  const kept = `${present.size} acknowledged, ${gone.size} deleted, ${doubts.size} in doubt, ${seen.size} seen`;
  say(`${when}: ${kept}, ${faults.length} wrong (looked ${took} s)`);
  return { faults: faults.map((fault) => `${when}: ${fault}`), seen };
};
