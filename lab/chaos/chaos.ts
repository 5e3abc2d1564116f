import { setTimeout as pause } from "node:timers/promises";
import { verifyChain } from "../../infra/audit/chain.ts";
import { localAdmin } from "../../test/demo/api.ts";
import { createCounts } from "../../test/fuzz/counts.ts";
import { createRandom, type Random } from "../../test/support/random.ts";
import { readAudit } from "../../test/support/read-audit.ts";
import { type Depth, inspect } from "../load/inspect/inspect.ts";
import { createLoad, withSite } from "../load/load.ts";
import type { Site } from "../load/site.ts";
import { createTree } from "../load/tree.ts";
import { type Followed, feedFaults } from "./feed-faults.ts";
import { measureLag, settledDifferences, startFollower } from "./follower.ts";

export type ChaosSettings = {
  seed: number;
  clients: number;
  /** Loads in sequence on the same state. */
  rounds: number;
  /** Seconds of work in each round. */
  seconds: number;
  /** Kills of the service in each round. */
  kills: number;
  report(line: string): void;
};

/**
 * Puts a service under load, kills it at random moments, compares it after each restart with what it has acknowledged,
 * and follows its feed meanwhile. Returns the faults.
 */
export const runChaos = (settings: ChaosSettings): Promise<string[]> =>
  withSite("chaos", (site) => runOn(site, settings));

const runOn = async (site: Site, settings: ChaosSettings): Promise<string[]> => {
  const { seed, clients, report } = settings;
  const counts = createCounts();
  const tree = await createTree(site.url);
  const load = await createLoad({ site, tree, clients, seed, count: counts.count });
  let isOver = false;
  // The follower sends requests during inspections too.
  const open = () => (isOver ? site.open() : Promise.resolve());
  const client = { site: { url: site.url, open }, credentials: localAdmin, count: counts.count };
  const follower = startFollower({ ...client, fault: load.journal.fault });
  try {
    return await runRounds({ site, tree, load, follower }, settings);
  } finally {
    isOver = true;
    for (const line of counts.lines()) report(line);
  }
};

const runRounds = async (all: Followed, settings: ChaosSettings): Promise<string[]> => {
  const { site, load, follower } = all;
  const { seed, rounds, report } = settings;
  const random = createRandom(seed);
  const faults: string[] = [];
  for (let round = 1; round <= rounds; round++) {
    faults.push(...(await runRound(all, settings, random, `round ${round}`)));
    const end = await inspectAt(all, "complete", random, { name: `round ${round}, end`, report });
    const differences = await settledDifferences(site.url, follower, end.shown);
    report(
      `round ${round}: the follower has read ${follower.entries.length} entries, ${differences.length} differences`,
    );
    faults.push(...end.faults, ...differences);
  }
  return [...faults, ...(await faultsAtEnd(all, report)), ...load.journal.faults];
};

const runRound = async (all: Followed, settings: ChaosSettings, random: Random, name: string): Promise<string[]> => {
  const { site, load } = all;
  const { seconds, kills, report } = settings;
  const faults: string[] = [];
  const share = (seconds * 1_000) / (kills + 1);
  site.setOpen(true);
  const working = load.run();
  for (let kill = 1; kill <= kills; kill++) {
    // A failed client ends the pause, and the run.
    await Promise.race([working, pause(share * (0.5 + random.next()))]);
    site.setOpen(false);
    await site.end("SIGKILL");
    await site.start();
    faults.push(...(await inspectAt(all, "recent", random, { name: `${name}, kill ${kill}`, report })).faults);
    site.setOpen(true);
  }
  await Promise.race([working, pause(share)]);
  load.stop();
  await working;
  return faults;
};

type Occasion = { name: string; report: ChaosSettings["report"] };

const inspectAt = async ({ site, load }: Followed, depth: Depth, random: Random, { name, report }: Occasion) => {
  const begun = performance.now();
  const { faults, shown } = await inspect(site, load.journal, depth, random);
  const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
  const { present, deleted, pending } = load.journal;
  const counts = `${present.size} acknowledged, ${deleted.size} deleted, ${pending.size} pending, ${shown.size} shown`;
  report(`${name}: ${counts}, ${faults.length} faults (inspected in ${seconds} s)`);
  return { faults: faults.map((fault) => `${name}: ${fault}`), shown };
};

/** Measures the lag of the feed on the idle service, and checks the feed and the chain of the audit. */
const faultsAtEnd = async (all: Followed, report: ChaosSettings["report"]): Promise<string[]> => {
  const { site, follower } = all;
  const lag = await measureLag(site.url, follower);
  report(`The follower had a change of the idle service after ${lag?.toFixed(0)} ms`);
  await follower.stop();
  const { clientId: client, clientSecret: secret } = localAdmin;
  const { entries } = await verifyChain(readAudit({ url: site.url, client, secret }));
  report(`The chain of the audit is valid over ${entries} entries`);
  const published = follower.entries.length;
  return [
    ...(lag === undefined ? ["A change of the idle service was not published"] : []),
    ...(entries === published ? [] : [`The audit has ${entries} entries, and the feed ${published}`]),
    ...(await feedFaults(all)),
  ];
};
