/** `npm run scale`: loads a nation, measures every operation in nations of different sizes, replays the busiest second. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Section, textOf, writeSections } from "../support/report.ts";
import { loadNation, readManifest, verifyLoaded } from "./bulk/load.ts";
import { compareSection, loadSection, type MeasuredNation } from "./compare.ts";
import { recordDayNation } from "./day/nation.ts";
import { nationCommittees } from "./day/plan.ts";
import { replayPeak } from "./day/replay.ts";
import { heatSection, transactionSection } from "./day/report.ts";
import type { Cost } from "./measure.ts";
import { membersOfCommittee, type Size } from "./nation/shape.ts";
import { runTask } from "./tasks.ts";

const { values } = parseArgs({
  options: {
    members: { type: "string" },
    organisations: { type: "string" },
    seed: { type: "string", default: "1" },
    /** The folder of loaded nations, each in a folder named by its members. */
    state: { type: "string", default: ".scale" },
    measure: { type: "boolean", default: false },
    day: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});
const { state, measure, day, write } = values;
const report = (line: string) => process.stderr.write(`${line}\n`);

const wholeNumber = (name: string, text: string): number => {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`);
  return Number(text);
};

const load = async (size: Size) => {
  const folder = join(state, String(size.members));
  const { items, seconds } = await loadNation(size, folder, report);
  report(`${items} items in ${Math.round(seconds.recording + seconds.importing)} s`);
  const { statistics, members } = await verifyLoaded(folder);
  report(`${statistics} organisations and ${members} members equal the plan`);
};

const measureAll = async (): Promise<Section[]> => {
  const folders = readdirSync(state).filter((name) => /^\d+$/.test(name));
  if (folders.length === 0) throw new Error(`${state} has no nation: load one by --members`);
  const nations: MeasuredNation[] = [];
  for (const folder of folders.map((name) => join(state, name))) {
    report(`Measuring ${folder}`);
    nations.push({ manifest: readManifest(folder), costs: await runTask<Cost[]>({ name: "measure", folder }) });
  }
  return [loadSection(nations), compareSection(nations)];
};

/** Committees that act for all of a nation's, and the replayed seconds. */
const replayed = { seed: 1, active: 80, seconds: 5 };

const replayDay = async (): Promise<Section[]> => {
  report(`Recording ${replayed.active} committees`);
  const nation = await recordDayNation(replayed.seed, nationCommittees, replayed.active);
  report(`Replaying ${replayed.seconds} seconds`);
  const result = await replayPeak(nation, replayed);
  return [heatSection(nation, result), transactionSection(nation, result)];
};

if (values.members === undefined && !measure && !day) throw new Error("Pass --members N, --measure or --day");
if (values.members !== undefined) {
  const members = wholeNumber("members", values.members);
  const committees = values.organisations
    ? wholeNumber("organisations", values.organisations)
    : Math.max(1, Math.round(members / membersOfCommittee));
  await load({ seed: wholeNumber("seed", values.seed), members, committees });
}
const sections = [...(measure ? await measureAll() : []), ...(day ? await replayDay() : [])];
console.info(sections.map(textOf).join("\n\n"));
if (write) writeSections("scale.md", "Scale", "npm run scale -- --measure --day --write", sections);
