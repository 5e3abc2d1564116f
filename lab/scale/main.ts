import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../infra/command.ts";
import { parseNumbers } from "../support/options.ts";
import { type Section, textOf, writeSections } from "../support/report.ts";
import { loadNation, readManifest, verifyLoaded } from "./bulk/load.ts";
import { compareSection, loadSection, type MeasuredNation } from "./compare.ts";
import type { Cost } from "./measure.ts";
import { membersOfCommittee, type Size } from "./nation/shape.ts";
import { runTask } from "./tasks.ts";

const report = (line: string) => process.stderr.write(`${line}\n`);

const load = async (state: string, size: Size) => {
  const folder = join(state, String(size.members));
  const { items, seconds } = await loadNation(size, folder, report);
  report(`${items} items in ${Math.round(seconds.recording + seconds.importing)} s`);
  const { statistics, members } = await verifyLoaded(folder);
  report(`${statistics} organisations and ${members} members equal the plan`);
};

const measureAll = async (state: string): Promise<Section[]> => {
  const folders = readdirSync(state).filter((name) => /^\d+$/.test(name));
  if (folders.length === 0) throw new Error(`${state} has no nation: load one by --members`);
  const nations: MeasuredNation[] = [];
  for (const folder of folders.map((name) => join(state, name))) {
    report(`Measuring ${folder}`);
    nations.push({ manifest: readManifest(folder), costs: await runTask<Cost[]>({ name: "measure", folder }) });
  }
  return [loadSection(nations), compareSection(nations)];
};

await runCommand({
  usage: "npm run scale --",
  summary: "Loads a nation of any size, and measures every operation in all loaded nations.",
  options: {
    members: { type: "string", value: "number", help: "Loads a nation with so many members" },
    organisations: { type: "string", value: "number", help: "Its grassroots committees; by default as many as usual" },
    seed: { type: "string", value: "number", help: "Selects another nation", default: "1" },
    state: { type: "string", value: "folder", help: "The folder of all loaded nations", default: ".scale" },
    measure: { type: "boolean", help: "Measures all loaded nations", default: false },
    write: { type: "boolean", help: "Writes docs/scale.md", default: false },
  },
  async run({ state, measure, write, ...given }) {
    if (given.members === undefined && !measure) throw new Error("--members or --measure is required");
    if (given.members !== undefined) {
      const usual = String(Math.max(1, Math.round(Number(given.members) / membersOfCommittee)));
      const { organisations: committees, ...size } = parseNumbers({
        seed: given.seed,
        members: given.members,
        organisations: given.organisations ?? usual,
      });
      await load(state, { ...size, committees });
    }
    const sections = measure ? await measureAll(state) : [];
    console.info(sections.map(textOf).join("\n\n"));
    if (write) writeSections("scale.md", "Scale", "npm run scale -- --measure --write", sections);
  },
});
