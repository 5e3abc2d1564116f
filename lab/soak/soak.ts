import { setTimeout as pause } from "node:timers/promises";
import { localAdmin } from "../../test/demo/api.ts";
import { createCounts } from "../../test/fuzz/counts.ts";
import { createRandom } from "../../test/support/random.ts";
import { followFeed } from "../chaos/feed.ts";
import type { CallResult } from "../load/client.ts";
import { inspect } from "../load/inspect/inspect.ts";
import { createLoad, withSite } from "../load/load.ts";
import type { Site } from "../load/site.ts";
import { createTree } from "../load/tree.ts";
import { createMeasures, growthOf, memoryOf, sizeOf } from "./measures.ts";
import { lineOf, type Measured } from "./report.ts";

/** Milliseconds between polls of the feed, so that they are a small part of the load. */
const pollPause = 400;

export type SoakSettings = {
  seed: number;
  clients: number;
  minutes: number;
  /** Seconds that count as a minute. */
  secondsOfMinute: number;
  /** Actions a second of all clients together. */
  rate: number;
  report(line: string): void;
};

/** Puts a service under a steady mixed load, reports each minute, and returns the faults. */
export const runSoak = (settings: SoakSettings): Promise<string[]> =>
  withSite("soak", (site) => soakOn(site, settings));

const soakOn = async (site: Site, settings: SoakSettings): Promise<string[]> => {
  const { seed, clients, minutes, secondsOfMinute, rate, report } = settings;
  const tree = await createTree(site.url);
  const measures = createMeasures();
  const counts = createCounts();
  const count = (result: CallResult) => {
    measures.count(result);
    counts.count(result);
  };
  const load = await createLoad({ site, tree, clients, seed, count, pace: createPace(rate) });
  const { journal } = load;
  const lags: number[] = [];
  const client = { site, credentials: localAdmin, count: counts.count, fault: journal.fault };
  const tail = followFeed(client, async ({ items }) => {
    lags.push(...items.map(({ at }) => Date.now() - Date.parse(at)));
    await pause(pollPause);
  });
  site.setOpen(true);
  const working = load.run();
  const measured: Measured[] = [];
  for (let number = 1; number <= minutes; number++) {
    await Promise.race([working, pause(secondsOfMinute * 1_000)]);
    const [memory, stateMegabytes] = [memoryOf(site.pid()), sizeOf(site.state)];
    const last = { minute: measures.next(), lags: lags.splice(0), memory, stateMegabytes };
    measured.push(last);
    report(lineOf(last, number));
  }
  load.stop();
  await working;
  await tail.stop();
  const { faults } = await inspect(site, journal, "complete", createRandom(seed));
  const { present, deleted } = journal;
  report(
    `${counts.total()} calls; ${present.size} records acknowledged, ${deleted.size} deleted, ${faults.length} faults`,
  );
  for (const line of counts.lines()) report(line);
  const { perMinute, isUnbounded } = growthOf(measured.map(({ memory }) => memory.own + memory.children));
  report(`Memory grew by ${perMinute.toFixed(1)} MB a minute in the second half`);
  return [...faults, ...journal.faults, ...(isUnbounded ? ["Memory grows without bound"] : [])];
};

/** Limits the actions that begin in a second. Late actions are not made up for. */
const createPace = (perSecond: number) => {
  let next = performance.now();
  return async (): Promise<void> => {
    const now = performance.now();
    const mine = Math.max(now, next);
    next = mine + 1_000 / perSecond;
    await pause(mine - now);
  };
};
