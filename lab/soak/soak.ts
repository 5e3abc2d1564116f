import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { localAdmin } from "../../test/demo/api.ts";
import type { Heard } from "../load/client/calls.ts";
import { createCounts } from "../load/counts.ts";
import { createLoad } from "../load/load.ts";
import { look } from "../load/look/look.ts";
import { createSite, type Site } from "../load/place/site.ts";
import { plantTree } from "../load/place/tree.ts";
import { createRandom } from "../load/random.ts";
import { growthOf } from "./growth.ts";
import { createMeasures } from "./measures.ts";
import { createPace } from "./pace.ts";
import { baseLine, lineOf, type Measured } from "./report.ts";
import { memoryOf, sizeOf } from "./resources.ts";
import { startTail } from "./tail.ts";

export type SoakSettings = {
  seed: number;
  clients: number;
  /** Seconds that are measured together. */
  minutes: number;
  secondsOfMinute: number;
  /** Actions a second of all clients together. */
  rate: number;
  say(line: string): void;
};

/** Holds a steady mixed load on a service of its own, says minute by minute how it bears it, and gives what is wrong. */
export const runSoak = async (settings: SoakSettings): Promise<string[]> => {
  const state = mkdtempSync(join(tmpdir(), "dangbo-soak-"));
  const site = await createSite(state);
  try {
    await site.start();
    return await soakOn(site, settings);
  } finally {
    site.setOpen(false);
    await site.end("SIGKILL");
    rmSync(state, { recursive: true, force: true });
  }
};

const soakOn = async (site: Site, settings: SoakSettings): Promise<string[]> => {
  const { seed, clients, minutes, secondsOfMinute, rate, say } = settings;
  const tree = await plantTree(site.url);
  const measures = createMeasures();
  const counts = createCounts();
  const hear = (heard: Heard) => {
    measures.hear(heard);
    counts.hear(heard);
  };
  const load = await createLoad({ site, tree, clients, seed, hear, rest: createPace(rate) });
  const { journal } = load;
  const tail = startTail({ site, credentials: localAdmin, hear: counts.hear, fault: journal.fault });
  site.setOpen(true);
  const working = load.context();
  const measured: Measured[] = [];
  for (let number = 1; number <= minutes; number++) {
    await Promise.race([working, pause(secondsOfMinute * 1_000)]);
    const [memory, stateMegabytes] = [memoryOf(site.pid()), sizeOf(site.state)];
    measured.push({ minute: measures.turn(), lags: tail.turn(), memory, stateMegabytes });
    sayLast(measured, say);
  }
  load.stop();
  await working;
  await tail.stop();
  const { faults } = await look(site, journal, "whole", createRandom(seed));
  const { present, gone } = journal;
  say(`${counts.total()} calls; ${present.size} records acknowledged, ${gone.size} deleted, ${faults.length} wrong`);
  for (const line of counts.lines()) say(line);
  const { perMinute, isEndless } = growthOf(measured.map(({ memory }) => memory.own + memory.started));
  say(`Memory grew ${perMinute.toFixed(1)} MB a minute in the second half.`);
  return [...faults, ...journal.faults, ...(isEndless ? ["Memory grows, and no end is in sight"] : [])];
};

const sayLast = (measured: readonly Measured[], say: SoakSettings["say"]) => {
  const [first] = measured;
  const last = measured.at(-1);
  if (!first || !last) return;
  if (measured.length === 1) say(baseLine(first));
  say(lineOf(last, first, measured.length));
};
