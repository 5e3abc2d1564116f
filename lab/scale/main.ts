/** `npm run scale`: loads a nation, and measures every operation in nations of different sizes. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Section, textOf, writeSections } from "../support/report.ts";
import { loadNation, readManifest, verifyLoaded } from "./bulk/load.ts";
import { compareSection, loadSection, type MeasuredNation } from "./compare.ts";
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
    write: { type: "boolean", default: false },
  },
});
const { state, measure, write } = values;
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

if (values.members === undefined && !measure) throw new Error("Pass --members N or --measure");
if (values.members !== undefined) {
  const members = wholeNumber("members", values.members);
  const committees = values.organisations
    ? wholeNumber("organisations", values.organisations)
    : Math.max(1, Math.round(members / membersOfCommittee));
  await load({ seed: wholeNumber("seed", values.seed), members, committees });
}
const sections = measure ? await measureAll() : [];
console.info(sections.map(textOf).join("\n\n"));
if (write) writeSections("scale.md", "Scale", "npm run scale -- --measure --write", sections);
